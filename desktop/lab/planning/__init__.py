"""Putting a measurement together: `PlanPage` shows the choices and tells the `Wish`.

It shows `ModelChoice`s, `ModeChoice`s and `Experiment`s.
"""

from desktop.lab.planning.plan_page import PlanPage
from desktop.lab.planning.wish import Experiment, ModeChoice, ModelChoice, Wish

__all__ = ["Experiment", "ModeChoice", "ModelChoice", "PlanPage", "Wish"]
