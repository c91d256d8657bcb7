"""Tests of what moves the sidebar."""
