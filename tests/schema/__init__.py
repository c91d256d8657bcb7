"""Tests of JSON schemas."""
