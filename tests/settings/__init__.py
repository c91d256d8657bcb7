"""Tests of declared settings and of the settings file."""
