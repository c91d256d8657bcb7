"""Tests of exporting and importing as the user does it."""
