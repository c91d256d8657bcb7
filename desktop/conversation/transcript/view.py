"""What the transcript is given to show: plain values, made anew for every change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

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
class WarmthView:
    """A stretch of an answer that was written at one temperature, up to where the next one begins.

    `start` counts the characters before it in the text, or in the `thinking`. `position` is on the temperature scale;
    `label` says what was written how warm ("Code, 0.5").
    """

    start: int
    position: float
    label: str
    thinking: bool = False


def warmth_place(warmth: WarmthView) -> tuple[bool, int]:
    """Return by what the stretches of a message are in order: those of the thinking first."""
    return not warmth.thinking, warmth.start


@dataclass(frozen=True)
class AttachmentView:
    """A file that was sent with a question: its name, and in `detail` how long it is."""

    name: str
    detail: str


@dataclass(frozen=True)
class MessageView:
    """One message. `id` is unique in the transcript; `text` and `thinking` are Markdown source.

    `thinking_seconds` is None where it is not known; `note` is a calm notice under the text ("Stopped."), "" for none.
    Versions of the same message are counted: this one is `sibling` (from 1) of `siblings`. `can_continue` says that
    the answer was cut off and can go on; a `bare` message has no buttons below it, and nothing can be done with it; a
    `locked` one cannot be changed, and nothing can be put beside it.
    `warmths` are the temperatures of an answer that has several: those of its thinking first, by where they begin.
    `again` is what answering again is called where it is not the same as ever, "" where it is; `several` what making
    three other answers is.
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
    can_continue: bool = False
    attachments: tuple[AttachmentView, ...] = ()
    bare: bool = False
    locked: bool = False
    warmths: tuple[WarmthView, ...] = ()
    again: str = ""
    several: str = ""

    def __post_init__(self) -> None:
        if self.role is Role.SYSTEM:
            raise ValueError("instructions are no message of the transcript")

    @property
    def is_answer(self) -> bool:
        """Whether the model wrote it."""
        return self.role is Role.ASSISTANT


class Glance(NamedTuple):
    """What is needed of a message while it is far from the screen; `whole` makes the rest when it comes near.

    So a conversation of ten thousand messages is on screen before all of them are prepared.
    """

    id: int
    is_answer: bool
    text: str
    thinking: str
    thinking_seconds: float | None
    whole: Callable[[], MessageView]
