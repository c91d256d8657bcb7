"""Tests of getting models, against a hub on this computer that fails in all the ways the real ones do."""
