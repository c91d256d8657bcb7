"""What the transcript is given to show: plain values, made anew for every change."""

from collections.abc import Callable
from dataclasses import dataclass

from models.engine import Role

Say = Callable[..., str]
"""Phrases a text in the user's language: `say("id", field=1)`."""


@dataclass(frozen=True)
class FooterView:
    """The quiet line under an answer.

    `mode` and `temperature` stand on a badge; its colour is that of `position` on the temperature scale, from 0 (cool)
    over 0.5 (neutral) to 1 (hot). `line` is the rest: tokens, speed, stop reason.
    """

    mode: str
    temperature: str
    position: float
    line: str


@dataclass(frozen=True)
class MessageView:
    """One message. `id` is unique in the transcript; `text` and `thinking` are Markdown source.

    `thinking_seconds` is None where it is not known; `note` is a calm notice under the text ("Stopped."), "" for none.
    Versions of the same message are counted: this one is `sibling` (from 1) of `siblings`.
    """

    id: int
    role: Role
    text: str
    thinking: str = ""
    thinking_seconds: float | None = None
    streaming: bool = False
    note: str = ""
    footer: FooterView | None = None
    sibling: int = 1
    siblings: int = 1

    def __post_init__(self) -> None:
        if self.role is Role.SYSTEM:
            raise ValueError("instructions are no message of the transcript")

    @property
    def is_answer(self) -> bool:
        """Whether the model wrote it."""
        return self.role is Role.ASSISTANT
