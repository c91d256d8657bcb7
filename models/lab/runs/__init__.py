"""Sweeps: asking models the same tasks at several temperatures, keeping what they answer, and the table of it."""
