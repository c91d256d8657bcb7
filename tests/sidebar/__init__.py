"""Tests of the list of conversations."""
