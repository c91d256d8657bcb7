"""Makes the weights by which Auto sorts questions, and the page that says how well that goes."""
