"""What the settings of the positions (RoPE) come to: which of them count, how far they reach, what they are called."""

from collections.abc import Mapping
from typing import Final

from models.engine.settings import EngineSettings, RopeScaling

YARN_FACTOR: Final = 4
"""What the authors of Qwen2.5 name. https://huggingface.co/Qwen/Qwen2.5-7B-Instruct"""

ROPE_FIELDS: Final[Mapping[RopeScaling, tuple[str, ...]]] = {
    RopeScaling.MODEL: (),
    RopeScaling.YARN_4: (),
    RopeScaling.NONE: ("rope_freq_base",),
    RopeScaling.LINEAR: ("rope_factor", "rope_freq_base"),
    RopeScaling.YARN: (
        *("rope_factor", "rope_freq_base", "yarn_orig_context"),
        *("yarn_ext_factor", "yarn_attn_factor", "yarn_beta_fast", "yarn_beta_slow"),
    ),
}
"""The names of the settings that count with each scaling; the others are as if they were None."""


def rope_values(settings: EngineSettings) -> dict[str, float]:
    """Return the settings that count and are not left to the model, by name, in the order of `ROPE_FIELDS`."""
    values = ((name, getattr(settings, name)) for name in ROPE_FIELDS[settings.rope_scaling])
    return {name: value for name, value in values if value is not None}


def rope_text(settings: EngineSettings) -> str:
    """Name everything that decides about positions: the same text, the same numbers."""
    return " ".join(
        (settings.rope_scaling.value, *(f"{name}={value}" for name, value in rope_values(settings).items()))
    )


def longest_context(settings: EngineSettings, trained: int) -> int:
    """Return the most tokens that a model has a place for which was made for `trained`."""
    if settings.rope_scaling is RopeScaling.YARN_4:
        return trained * YARN_FACTOR
    return int(trained * rope_values(settings).get("rope_factor", 1.0))
