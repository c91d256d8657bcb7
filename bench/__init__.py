"""Benchmarks of the window, for its developers; the engine is measured by `tempera bench`."""
