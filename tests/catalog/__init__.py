"""Tests of the catalogue: families, modes and known models."""
