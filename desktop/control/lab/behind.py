"""What the lab stands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.control.lab.running import RunningSweep
    from desktop.control.loading import ModelLoading
    from desktop.control.sampling_choice import SamplingChoice
    from models.paths import Paths
    from models.settings import SettingsStore


@dataclass(frozen=True)
class LabBehind:
    """The measurement that runs, the chat's model, what a mode means on it, and where choices and files are kept."""

    running: RunningSweep
    loading: ModelLoading
    choice: SamplingChoice
    settings: SettingsStore
    paths: Paths
