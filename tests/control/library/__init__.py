"""The window about models with everything behind it."""
