"""Tests of what checks find in answers."""
