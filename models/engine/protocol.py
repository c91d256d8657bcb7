"""What the engine process is asked and what it answers: frozen dataclasses, the same on both sides of the pipe.

The work lane (`Load`, `Generate`, `GenerateMany`, `Prefill`, `Forget`, `Quit`) is served one by one, the control lane
(`Stop`, `AnswerNow`, `CountTokens`) at once. Every request carries a number; every event names the request it answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.engine.settings import EngineSettings
from models.errors import FieldValue
from models.record import EngineIdentity, Evaluation, ModelIdentity, ModeSource, SectionSpan, Statistics, UsedSettings
from models.runtime import Device, MemoryPlan
from models.sampling import Overflow, SamplingSettings


class Role(StrEnum):
    """Who speaks."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class Channel(StrEnum):
    """Which stream a token's text belongs to."""

    THINKING = "thinking"
    ANSWER = "answer"


@dataclass(frozen=True)
class ChatMessage:
    """One message of the prompt. `thinking` is what an assistant thought before, where it is to be told again."""

    role: Role
    content: str
    thinking: str | None = None


@dataclass(frozen=True)
class Continuation:
    """What is written already of an answer that shall go on.

    `thinking` is None where there was none. With `thinking_ended` the answer follows it, as it does where `content` is
    not empty; without, the model thinks on.
    """

    thinking: str | None
    content: str
    thinking_ended: bool = False


@dataclass(frozen=True)
class Load:
    """Load a model, in place of the one that is loaded. Answered by `Loading` events, then `Loaded` or `Failed`.

    `path` is the file's name as the operating system has it, which need not be text (`os.fsencode`); so is `states`,
    the folder for the state of conversations, None where none is kept. With `timed` every `Done` has a `decode_ms`.
    `device` names the one that takes the layers which `settings` say, all where they say none; "" is the processor.
    """

    request: int
    path: bytes
    settings: EngineSettings
    states: bytes | None = None
    timed: bool = False
    device: str = ""


@dataclass(frozen=True)
class Generate:
    """Answer the last message of `conversation`, "" where nothing shall be kept of it.

    `replay` makes an answer again, as it was made. With a `continuation` the answer goes on behind what is written
    already, and the events tell of the new text alone. Answered by `Prompt`, `Token`, `TakenBack`, `Progress`, then
    `Done` or `Failed`.
    """

    request: int
    messages: tuple[ChatMessage, ...]
    settings: SamplingSettings
    mode: str = "balanced"
    mode_source: ModeSource = ModeSource.USER
    conversation: str = ""
    replay: Evaluation | None = None
    continuation: Continuation | None = None


@dataclass(frozen=True)
class GenerateMany:
    """Answer the last message once with each of `settings`, computed together. They are numbered in this order.

    `conversation` is as in `Generate`: what is kept of it is its prompt.

    Answered as `Generate` is, with a `Done` for each answer, then by `AllDone` or `Failed`.
    """

    request: int
    messages: tuple[ChatMessage, ...]
    settings: tuple[SamplingSettings, ...]
    mode: str = "balanced"
    mode_source: ModeSource = ModeSource.USER
    conversation: str = ""


@dataclass(frozen=True)
class Draft:
    """A question that is still being typed: `text`, behind `messages`.

    With `complete` it is taken as it stands. `answer_tokens` and `overflow` are those of the question to come.
    """

    messages: tuple[ChatMessage, ...]
    text: str
    complete: bool
    answer_tokens: int
    conversation: str = ""
    overflow: Overflow = Overflow.DROP


@dataclass(frozen=True)
class Prefill:
    """Compute what is already sure of the next prompt; of a complete draft also the template's text behind it.

    Gives way to whatever comes after it. Answered by `Prefilled`.
    """

    request: int
    draft: Draft


@dataclass(frozen=True)
class Forget:
    """Remove what is kept on disk of conversations. No answer of its own."""

    request: int
    conversations: tuple[str, ...]


@dataclass(frozen=True)
class AnswerNow:
    """End the thinking of the request `target` now; it goes on with the answer. No answer of its own."""

    request: int
    target: int


@dataclass(frozen=True)
class Stop:
    """Stop the request `target` (of the work lane), running or waiting. It ends by its own last event."""

    request: int
    target: int


@dataclass(frozen=True)
class CountTokens:
    """Count the tokens of a text. Answered by `Counted`."""

    request: int
    text: str


@dataclass(frozen=True)
class Quit:
    """Keep the state of the conversation in the context, then end the process."""

    request: int


@dataclass(frozen=True)
class Ready:
    """The process runs and its native libraries are loaded. Sent once, as the answer to no request (0)."""

    request: int
    llama_cpp_python: str
    runtime: str
    devices: tuple[Device, ...]
    cores: int


@dataclass(frozen=True)
class Loading:
    """A part of the model is loaded: 0 to 1."""

    request: int
    fraction: float


@dataclass(frozen=True)
class Notice:
    """Something the user should know about a model that was loaded all the same (text id and fields)."""

    text_id: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """The model is ready. `trained_context` is what the model was made for, in tokens.

    `plan` is how it was loaded, None where nothing was to be planned; `why` says why the processor computes, None where
    a device does. Both are filled in by the client.
    """

    request: int
    model: ModelIdentity
    engine: EngineIdentity
    trained_context: int
    parameters: int
    layers: int
    size_bytes: int
    thinks: bool
    notices: tuple[Notice, ...] = ()
    plan: MemoryPlan | None = None
    why: Notice | None = None

    @property
    def all_layers(self) -> int:
        """How many layers can be on a device: the output counts as one, as llama.cpp counts it."""
        return self.layers + 1


@dataclass(frozen=True)
class Prompt:
    """`done` of `total` prompt tokens are in the context, `reused` of them from before.

    `dropped_messages` counts the oldest messages that were left out because the conversation outgrew the context.
    """

    request: int
    done: int
    total: int
    reused: int
    dropped_messages: int = 0


@dataclass(frozen=True)
class Token:
    """Text of one or more sampled tokens (`count`), whole characters only; all of one channel.

    `answer` says which one it belongs to of those that were asked for together; so it does in the other events.
    """

    request: int
    channel: Channel
    text: str
    count: int = 1
    answer: int = 0


@dataclass(frozen=True)
class TakenBack:
    """The end of the text was taken back, because it went round in circles: only so many characters of each stay."""

    request: int
    thinking: int
    written: int
    answer: int = 0


@dataclass(frozen=True)
class Prefilled:
    """The context holds `tokens` tokens of the `total` that were asked for: fewer where something else came up."""

    request: int
    tokens: int
    total: int


@dataclass(frozen=True)
class Progress:
    """Speed so far, a few times a second. `tokens` counts the sampled ones, `context_used` all in the context.

    `sections` are those of the answer so far, as `Done` has them: of all the text that was told before.
    """

    request: int
    tokens: int
    tokens_per_second: float
    context_used: int
    answer: int = 0
    sections: tuple[SectionSpan, ...] = ()


@dataclass(frozen=True)
class Pressure:
    """The memory of the device that computes is nearly used up, by whatever programs; where not `high`, no more.

    Each is told once, while an answer is made.
    """

    request: int
    device: str
    used_bytes: int
    total_bytes: int
    high: bool = True


@dataclass(frozen=True)
class Done:
    """The answer is complete, for whatever reason `stats.stop_reason` says.

    `thinking_seconds` is None where there was no thinking; `fault` says what is wrong with an answer that had to obey a
    schema, None where nothing is. `decode_ms` is the mean time of a token inside `llama_decode`; None where it was not
    taken.
    """

    request: int
    mode: str
    mode_source: ModeSource
    model: ModelIdentity
    settings: UsedSettings
    engine: EngineIdentity
    stats: Statistics
    context_used: int
    thinking_seconds: float | None = None
    fault: Notice | None = None
    evaluation: Evaluation | None = None
    answer: int = 0
    decode_ms: float | None = None
    sections: tuple[SectionSpan, ...] = ()


@dataclass(frozen=True)
class AllDone:
    """All answers that were asked for together are done."""

    request: int


@dataclass(frozen=True)
class Counted:
    """The number of tokens of a text; None while no model is loaded."""

    request: int
    tokens: int | None


@dataclass(frozen=True)
class Failed:
    """The request failed; `text_id` and `fields` name the sentence, `details` is technical text."""

    request: int
    text_id: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    details: str = ""


WorkRequest = Load | Generate | GenerateMany | Prefill | Forget | Quit
Request = WorkRequest | Stop | AnswerNow | CountTokens
LoadEvent = Loading | Loaded
AnswerEvent = Loading | Loaded | Prompt | Token | TakenBack | Progress | Pressure | Done
Event = Ready | AnswerEvent | Prefilled | AllDone | Counted | Failed
