"""Tests of the texts: which language they are in."""
