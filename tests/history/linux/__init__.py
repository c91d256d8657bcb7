"""Tests of `models.history` with real disks and permissions, which a test can only change on Linux."""
