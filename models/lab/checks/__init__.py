"""Checking answers: finding what was answered, and judging it."""
