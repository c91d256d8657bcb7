"""Tests of conversations on paper."""
