"""Tests of what models run on: native builds found, tried and chosen, and plans of the memory."""
