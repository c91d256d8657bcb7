"""Tests of `models.answer_checks`."""
