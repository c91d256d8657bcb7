"""Tests of what models run on."""
