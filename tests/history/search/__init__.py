"""Tests of searching the history."""
