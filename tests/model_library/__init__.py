"""Tests of the models on this machine: listing, taking in, checking, removing and quantizing them."""
