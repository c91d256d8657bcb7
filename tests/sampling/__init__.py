"""Tests of what modes set, and of judging a temperature."""
