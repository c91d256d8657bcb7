"""Tests of the lab's window and of what brings it to life."""
