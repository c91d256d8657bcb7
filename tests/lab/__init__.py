"""Tests of the temperature lab."""
