"""The controllers, with a scripted engine where a real one gives a state too rarely."""
