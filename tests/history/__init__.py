"""Tests of `models.history`, on real files."""
