"""Benchmarks: what Tempera is measured against, side by side in one run."""
