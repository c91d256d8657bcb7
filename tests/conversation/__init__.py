"""Tests of one chat on screen."""
