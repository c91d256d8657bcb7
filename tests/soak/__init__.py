"""A twentieth of the soak, and whether it would find what it is there to find."""
