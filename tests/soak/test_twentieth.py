"""A twentieth of `make soak`: the same code, with fewer turns, engines and kills."""

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tools.soak import PHASES, engines_in_a_row, random_kills, short_run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads from /proc what processes hold")
SEED = 7


def test_the_engines_memory_does_not_grow_with_its_turns(tiny_r1_model: Path) -> None:
    outcome = short_run(tiny_r1_model, turns=100, rounds=4, seed=SEED)
    assert outcome.faults == ()
    assert len(outcome.figures) == 3


def test_engines_leave_nothing_behind(tiny_r1_model: Path) -> None:
    assert engines_in_a_row(tiny_r1_model, engines=10, seed=SEED).faults == ()


def test_killed_in_each_phase_the_engine_takes_nothing_with_it(qapp: QApplication, tiny_r1_model: Path) -> None:
    del qapp  # the window's application
    # How long the window stands still is the soak's business; here it must only not wait for an engine that is dead.
    outcome = random_kills(tiny_r1_model, kills=len(PHASES), seed=SEED, longest_pause=30)
    assert outcome.faults == ()
    assert outcome.passed
