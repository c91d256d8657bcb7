"""Tests of accounts without a home folder, which only some systems know."""
