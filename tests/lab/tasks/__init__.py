"""Tests of the lab's tasks."""
