"""Tests of where the installed program lies, and of where it keeps its files."""
