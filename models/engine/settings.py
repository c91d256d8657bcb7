"""The settings of the engine: what a model is loaded with."""

from dataclasses import dataclass
from enum import StrEnum

from models.runtime import CacheType
from models.settings import Section, choice, number, switch, text, whole


class FlashAttention(StrEnum):
    """Whether llama.cpp uses flash attention; AUTO leaves it to llama.cpp and the device."""

    AUTO = "auto"
    ON = "on"
    OFF = "off"


class RopeScaling(StrEnum):
    """How positions beyond those of the training are told apart; MODEL: as the file says.

    YARN_4 is what the authors of Qwen2.5 name for contexts beyond 32,768 tokens: YaRN with factor 4. It costs a little
    quality on short texts. https://huggingface.co/Qwen/Qwen2.5-7B-Instruct
    YARN stretches some of the rotations (Peng et al., arXiv 2309.00071), LINEAR all of them (Chen et al., arXiv
    2306.15595), NONE none, even where the file says so.
    """

    MODEL = "model"
    YARN_4 = "yarn_4"
    YARN = "yarn"
    LINEAR = "linear"
    NONE = "none"


class OnExhaustion(StrEnum):
    """What to do when memory runs out: ASK offers to load the model with less, NEXT_PLAN does it at once."""

    ASK = "ask"
    NEXT_PLAN = "next_plan"


@dataclass(frozen=True)
class EngineSettings:
    """How a model is loaded. None means automatic.

    Automatic are: the best native build, as many layers on its device as fit, threads from the machine, context 8,192
    or what the model has.
    """

    runtime: str | None = text(None)
    """The name of a native build (`models.runtime.NativeBuild`)."""
    gpu_layers: int | None = whole(None, low=0, high=1000)
    """Layers on the device; the output counts as one."""
    on_exhaustion: OnExhaustion = choice(OnExhaustion.ASK)
    threads: int | None = whole(None, low=1, high=256)
    context: int | None = whole(None, low=256, high=1_048_576)
    batch: int = whole(512, low=32, high=4096)
    """Prompt tokens computed in one piece; stop is noticed between pieces where the device cannot abort."""
    state_mib: int = whole(2048, low=0, high=1_048_576)
    """Mebibytes on disk for the state of conversations, so that they go on at once; 0 keeps none."""
    flash_attention: FlashAttention = choice(FlashAttention.AUTO)
    cache_type: CacheType = choice(CacheType.F16)
    rope_scaling: RopeScaling = choice(RopeScaling.MODEL)
    rope_factor: float | None = number(None, low=1.0, high=64.0, step=0.5)
    """Times the context that the model was made for. Which of these seven count says `ROPE_FIELDS`; None is as the file
    has it."""
    rope_freq_base: float | None = number(None, low=1.0, high=1e10, step=10_000.0)
    yarn_orig_context: int | None = whole(None, low=256, high=1_048_576)
    """Tokens of the training."""
    yarn_ext_factor: float | None = number(None, low=0.0, high=10.0, step=0.05)
    yarn_attn_factor: float | None = number(None, low=0.1, high=10.0, step=0.05)
    """Counts only with a `yarn_ext_factor` of 0; else llama.cpp works it out."""
    yarn_beta_fast: float | None = number(None, low=0.1, high=1000.0, step=1.0)
    yarn_beta_slow: float | None = number(None, low=0.1, high=1000.0, step=1.0)
    use_mmap: bool = switch(default=True)
    """Whether the file is mapped into memory, not read: it loads at once, and the system may drop parts of it."""
    use_mlock: bool = switch(default=False)
    """Whether the system must keep all of the model in memory."""


DEFAULT_CONTEXT = 8192
"""Tokens of context where the user names no number; fewer where the model has fewer."""

ENGINE = Section("engine", EngineSettings)
"""Where these settings stand in the settings file."""
