"""Tests of the models on this machine that only work on Linux: names that are no text, limits, other users."""
