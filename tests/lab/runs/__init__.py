"""Sweeps: planning, keeping, running and reading them."""
