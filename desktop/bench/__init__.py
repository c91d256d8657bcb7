"""Measuring the speed: `BenchDialog` shows what is measured, as bars; `BenchRunner` runs a benchmark meanwhile."""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.bench.dialog import BenchDialog
    from desktop.bench.runner import BenchRunner

__all__ = ["BenchDialog", "BenchRunner"]

__getattr__ = door(__name__, {"BenchDialog": "dialog", "BenchRunner": "runner"})
