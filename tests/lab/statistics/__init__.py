"""Tests of the lab's statistics."""
