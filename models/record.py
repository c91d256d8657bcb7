"""The record every answer carries: what was asked of which model, with which settings, and what came of it.

The field names are those of `tempera ask --json`.
"""

from dataclasses import dataclass, fields
from enum import StrEnum

from models.answer_checks import CheckResult
from models.sampling import SAMPLER_ORDER, Adapted, Overflow, SamplingSettings, SectionTemperatures, TextSection
from models.settings import OldThinking


class StopReason(StrEnum):
    """Why an answer ended."""

    END = "end"  # the model ended it
    LENGTH = "length"  # max_tokens, max_thinking_tokens or the context is used up
    STOPPED = "stopped"  # the user stopped it
    FAILED = "failed"  # the engine failed on the way
    STOP_TEXT = "stop_text"  # one of the texts that end an answer came up
    LOOP = "loop"  # the model repeated itself, and again after it was helped out once


class ThinkingEnd(StrEnum):
    """Who ended the thinking."""

    MODEL = "model"
    BUDGET = "budget"  # max_thinking_tokens were used up
    USER = "user"  # "Answer now"


class ModeSource(StrEnum):
    """Who chose the mode."""

    USER = "user"
    AUTO = "auto"


@dataclass(frozen=True)
class ModelIdentity:
    """Which model it was.

    `id` is the catalogue's id with the quantization as a suffix, or the file's stem for an unknown model;
    `fingerprint` is a hash of header, size and time of change; `sha256` that of the whole file, None until known.
    """

    id: str
    name: str
    family: str
    path: str
    fingerprint: str
    sha256: str | None
    quantization: str


@dataclass(frozen=True)
class UsedSettings:
    """The values that were really used: as `SamplingSettings`, but with the seed and the sampler order filled in."""

    temperature: float
    top_p: float
    top_k: int
    min_p: float
    repeat_penalty: float
    repeat_last_n: int
    frequency_penalty: float
    presence_penalty: float
    max_tokens: int
    max_thinking_tokens: int | None
    seed: int
    sampler_order: tuple[str, ...] = SAMPLER_ORDER
    stop: tuple[str, ...] = ()
    schema: str | None = None
    overflow: Overflow = Overflow.DROP
    sections: SectionTemperatures | None = None
    """None: all of the answer was sampled at `temperature`."""

    @classmethod
    def of(cls, settings: SamplingSettings, *, seed: int) -> "UsedSettings":
        """Return `settings` as they are used with a seed."""
        shared = {item.name for item in fields(cls)} & {item.name for item in fields(SamplingSettings)}
        return cls(**{**{name: getattr(settings, name) for name in shared}, "seed": seed})

    def to_settings(self) -> SamplingSettings:
        """Return them as settings for another answer, with the seed."""
        names = {item.name for item in fields(SamplingSettings)} - {"follow_text", "adapting"}
        used = {name: getattr(self, name) for name in names}
        return SamplingSettings(**used, follow_text=self.sections is not None)


@dataclass(frozen=True)
class EngineIdentity:
    """What computed the answer. `context` is in tokens; `gpu_layers` counts the layers on `device`.

    The same file and the same values here compute the same numbers, bit for bit, on the CPU. `features` are those of
    the processor that the native build uses; the last four are "" in records of earlier versions.
    """

    llama_cpp_python: str
    runtime: str
    device: str
    gpu_layers: int
    context: int
    threads: int
    features: str = ""
    flash_attention: str = ""
    cache_type: str = ""
    rope: str = ""


@dataclass(frozen=True)
class Batch:
    """`times` computations in a row, each of `size` tokens, the first `kept` of which stayed in the context."""

    size: int
    kept: int
    times: int


@dataclass(frozen=True)
class Continued:
    """The beginning of an answer that was there before the model went on with it.

    It is so many characters of the `thinking` and of what was `written`. `tokens` are those that it was made of, none
    where reading its text gives the same.
    """

    thinking: int
    written: int
    thinking_ended: bool
    tokens: tuple[int, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """How an answer was computed, as far as its settings do not say: with it the answer can be made again.

    Numbers depend on how a prompt was cut into batches: another cut changes logits by up to 1, and soon the text.
    """

    prompt: str
    """SHA-256 of the prompt's tokens, each as 4 bytes, the lowest first."""
    batches: tuple[Batch, ...]
    """What made the prompt's keys and values, from an empty context on."""
    answer_now: int | None = None
    """The turn of the decode loop, counted from 0, in which the user ended the thinking."""
    stop: int | None = None
    """The number of turns after which the user stopped it."""
    together: tuple[UsedSettings, ...] = ()
    """The settings of all answers that were computed in one batch, this one's too; none where it was alone."""
    place: int = 0
    """Which of `together` this one is, from 0."""
    continued: Continued | None = None
    """What was there before of an answer that went on; None where the answer was made from its beginning."""


@dataclass(frozen=True)
class Statistics:
    """Counts and speed of one answer.

    `answer_tokens` counts every sampled token, thinking included. `first_token_ms` runs from the request's arrival
    in the engine to the first token's text; `tokens_per_second` = (n - 1) / (time of last - time of first).
    """

    prompt_tokens: int
    reused_tokens: int
    answer_tokens: int
    thinking_tokens: int
    first_token_ms: float
    tokens_per_second: float
    stop_reason: StopReason
    thinking_end: ThinkingEnd | None = None
    """None where there was no thinking, or it was never ended."""
    loops: int = 0
    """How often the model was taken back to before a loop."""
    dropped_messages: int = 0
    """The oldest messages that the model was not told, because the conversation outgrew the context."""


@dataclass(frozen=True)
class SectionSpan:
    """A stretch of an answer that was written by one sampler chain, up to where the next span begins.

    `first` is the index of its first token among those that the model chose and that stayed, thinking included. `start`
    counts the characters before it: in the thinking where the section is THINKING, else in the answer, what was written
    before a continuation included. `seed` is that of the chain's own stream of random numbers.
    """

    first: int
    section: TextSection
    temperature: float
    seed: int
    start: int


@dataclass(frozen=True)
class AnswerRecord:
    """Everything known about how an answer came to be: enough to make it again from its conversation."""

    mode: str
    mode_source: ModeSource
    model: ModelIdentity
    settings: UsedSettings
    engine: EngineIdentity
    stats: Statistics
    evaluation: Evaluation | None = None
    """None where nothing was written, and in records of earlier versions."""
    mode_name: str = ""
    """What the mode was called, where it was one of the user's own."""
    instructions: str = ""
    """What the model was told before the conversation: the user's words and the mode's."""
    old_thinking: OldThinking = OldThinking.NONE
    """Which of its earlier thinking the model was told again."""
    sections: tuple[SectionSpan, ...] = ()
    """What was written by which sampler chain; none where the temperature did not follow the text."""
    sections_before: tuple[SectionSpan, ...] = ()
    """The same of what an answer that goes on began with, from the record of the one that was cut."""
    adapted: tuple[Adapted, ...] = ()
    """What the program changed of the settings that were chosen, and why."""
    check: CheckResult | None = None
    """What the checks of its form came to; None where it was ended from outside, and in records of earlier versions."""
