"""Tests of packages that only Linux can make."""
