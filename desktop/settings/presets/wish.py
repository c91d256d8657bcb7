"""What the dialog about one of the user's own modes begins with."""

from __future__ import annotations

from dataclasses import dataclass

from models.presets import UserPreset
from models.sampling import SamplingOverrides


@dataclass(frozen=True)
class PresetWish:
    """One of the user's own modes, and what may be put into it.

    `now` are the values that the settings panel shows, on top of the built-in mode, which is called `base_name` and
    tells the model `base_words`. `family` is that of the loaded model, called `model`; "" where there is none to name.
    """

    preset: UserPreset
    is_new: bool
    now: SamplingOverrides
    base_name: str
    base_words: str = ""
    family: str = ""
    model: str = ""
