"""Tests of how questions are sorted into kinds of task."""
