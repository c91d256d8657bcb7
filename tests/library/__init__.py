"""Tests of the model picker."""
