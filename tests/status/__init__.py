"""Tests of the status strip and the notices."""
