"""Tests of exporting and importing conversations."""
