"""The settings of the engine: what a model is loaded with."""

from dataclasses import dataclass
from enum import StrEnum

from models.settings import Section, choice, whole


class FlashAttention(StrEnum):
    """Whether llama.cpp uses flash attention; AUTO leaves it to llama.cpp and the device."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


@dataclass(frozen=True)
class EngineSettings:
    """How a model is loaded. None means automatic: threads from the machine, context 8,192 or what the model has."""

    threads: int | None = whole(None, low=1, high=256)
    context: int | None = whole(None, low=256, high=1_048_576)
    batch: int = whole(512, low=32, high=4096)
    """Prompt tokens computed in one piece; stop is noticed between pieces where the device cannot abort."""
    flash_attention: FlashAttention = choice(FlashAttention.AUTO)


ENGINE = Section("engine", EngineSettings)
"""Where these settings stand in the settings file."""
