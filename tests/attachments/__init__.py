"""Tests of reading files that are sent with a question."""
