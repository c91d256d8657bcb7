"""Tests of the user's own modes."""
