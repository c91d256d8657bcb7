"""What the process with `create_completion` is told and answers: a line of JSON each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CompletionLoad:
    """The first line it reads: what to load. Its first answer says that it is done."""

    model: str
    threads: int
    context: int


@dataclass(frozen=True)
class CompletionAsk:
    """Every other line it reads: a prompt to go on with, by exactly `tokens` tokens."""

    prompt: str
    tokens: int
    seed: int
    temperature: float
    top_k: int
    top_p: float
    min_p: float


@dataclass(frozen=True)
class CompletionAnswer:
    """A line it writes; `tokens_per_second` is None where the text ended early, and after the load."""

    tokens_per_second: float | None = None
