"""The whole program: a real window, the real engine, real key events."""
