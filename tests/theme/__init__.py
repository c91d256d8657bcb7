"""Tests of colours, icons, style sheet and fonts."""
