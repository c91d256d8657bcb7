"""The settings of one answer."""

from dataclasses import dataclass
from enum import StrEnum

from models.sampling.kinds import SectionTemperatures
from models.settings import choice, derived, number, switch, text, texts, whole

SAMPLER_ORDER = ("penalties", "top_k", "temperature", "top_p", "min_p")
"""The fixed order of the chain. Temperature comes before top_p, as in the programs (transformers, vLLM) with which
the published temperatures were measured; llama.cpp's own default puts it last and means something else by it."""


ANY_JSON = ""
"""Stands for a schema where any JSON will do."""


class Overflow(StrEnum):
    """What happens at the end of the context."""

    DROP = "drop"  # the oldest exchanges are left out
    STOP = "stop"  # nothing is left out: the answer ends, and no further question is taken


class Adapting(StrEnum):
    """Whether the temperature follows from what the checks of earlier answers came to."""

    LOCKED = "locked"
    COOLER = "cooler"  # another try after an answer that failed is cooler
    BOTH = "both"  # and after several that passed the next one is a little warmer


@dataclass(frozen=True)
class SamplingSettings:
    """What the user (or a mode) set for one answer. Labels and help texts: `setting.<name>.label` and `.help`."""

    temperature: float = number(0.7, low=0.0, high=2.0, step=0.05)
    top_p: float = number(0.95, low=0.0, high=1.0, step=0.01)
    top_k: int = whole(50, low=0, high=1000)
    """0 means off."""
    min_p: float = number(0.0, low=0.0, high=1.0, step=0.01)
    repeat_penalty: float = number(1.0, low=0.5, high=2.0, step=0.05)
    repeat_last_n: int = whole(64, low=0, high=4096)
    """Tokens of prompt and answer that the three penalties look back over."""
    frequency_penalty: float = number(0.0, low=-2.0, high=2.0, step=0.1)
    presence_penalty: float = number(0.0, low=-2.0, high=2.0, step=0.1)
    max_tokens: int = whole(2048, low=1, high=131_072)
    """Most tokens of the answer; thinking counts too, unless `max_thinking_tokens` limits it apart."""
    max_thinking_tokens: int | None = whole(None, low=0, high=131_072)
    """Most tokens of thinking; None: thinking and answer share `max_tokens`."""
    seed: int | None = whole(None, low=0, high=2**32 - 2)
    """None: a new random seed for each answer; the record says which one was used."""
    stop: tuple[str, ...] = texts()
    """The answer ends before any of these texts; the thinking does not."""
    schema: str | None = text(None)
    """The JSON schema that the answer, not the thinking, obeys: `ANY_JSON` for any JSON, None leaves it free."""
    overflow: Overflow = choice(Overflow.DROP)
    follow_text: bool = switch(default=False)
    """Whether the temperature follows what is being written; `with_sections` then says how."""
    adapting: Adapting = choice(Adapting.COOLER)
    sections: SectionTemperatures | None = derived(None)
    """The temperatures that the engine goes by where it follows the text; None: `temperature` alone."""
