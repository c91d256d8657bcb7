"""What is behind the window: the language models and the data. No Qt; usable from a script."""
