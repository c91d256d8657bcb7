"""The settings of the engine: what a model is loaded with."""

from dataclasses import dataclass
from enum import StrEnum

from models.settings import Section, choice, switch, whole


class FlashAttention(StrEnum):
    """Whether llama.cpp uses flash attention; AUTO leaves it to llama.cpp and the device."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class CacheType(StrEnum):
    """How keys and values are stored. The quantized ones need flash attention."""

    F16 = "f16"
    Q8_0 = "q8_0"
    Q4_0 = "q4_0"


class RopeScaling(StrEnum):
    """How positions beyond those of the training are told apart; MODEL: as the file says.

    YARN_4 is what the authors of Qwen2.5 name for contexts beyond 32,768 tokens: YaRN with factor 4. It costs a little
    quality on short texts. https://huggingface.co/Qwen/Qwen2.5-7B-Instruct
    """

    MODEL = "model"
    YARN_4 = "yarn_4"


@dataclass(frozen=True)
class EngineSettings:
    """How a model is loaded. None means automatic: threads from the machine, context 8,192 or what the model has."""

    threads: int | None = whole(None, low=1, high=256)
    context: int | None = whole(None, low=256, high=1_048_576)
    batch: int = whole(512, low=32, high=4096)
    """Prompt tokens computed in one piece; stop is noticed between pieces where the device cannot abort."""
    state_mib: int = whole(2048, low=0, high=1_048_576)
    """Mebibytes on disk for the state of conversations, so that they go on at once; 0 keeps none."""
    flash_attention: FlashAttention = choice(FlashAttention.AUTO)
    cache_type: CacheType = choice(CacheType.F16)
    rope_scaling: RopeScaling = choice(RopeScaling.MODEL)
    use_mmap: bool = switch(default=True)
    """Whether the file is mapped into memory, not read: it loads at once, and the system may drop parts of it."""
    use_mlock: bool = switch(default=False)
    """Whether the system must keep all of the model in memory."""


ENGINE = Section("engine", EngineSettings)
"""Where these settings stand in the settings file."""
