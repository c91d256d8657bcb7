"""Tests of the settings panel and the preferences."""
