"""Tests of the window on real disks that are full or closed, which a test can only make on Linux."""
