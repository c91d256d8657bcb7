"""Sweeps on disk: `SweepStore` keeps each in a file of its own, `UnreadableSweep` is one whose file is damaged."""

from models.lab.runs.store.store import SweepStore, UnreadableSweep

__all__ = ["SweepStore", "UnreadableSweep"]
