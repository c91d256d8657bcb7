"""Tests of the composer and its parts."""
