"""What routing tells about a question: its kind, the mode that follows, and how sure that is."""

from dataclasses import dataclass
from enum import StrEnum

UNSURE_MODE = "balanced"
"""The mode for a question of which no kind is sure enough."""


class Label(StrEnum):
    """The kinds of task that questions are sorted into."""

    MATH = "math"
    CODE = "code"
    JSON = "json"
    TRANSLATE = "translate"
    SUMMARIZE = "summarize"
    CREATIVE = "creative"
    TEACH = "teach"
    GRADE = "grade"
    CHAT = "chat"

    @property
    def mode(self) -> str:
        """The id of the mode that is right for this kind of task."""
        return _MODES[self]


_MODES = {
    Label.MATH: "math",
    Label.CODE: "code",
    Label.JSON: "json",
    Label.TRANSLATE: "summary",
    Label.SUMMARIZE: "summary",
    Label.CREATIVE: "creative",
    Label.TEACH: "teaching",
    Label.GRADE: "grading",
    Label.CHAT: "chat",
}


@dataclass(frozen=True)
class Route:
    """Where a question goes.

    `label` is the likeliest kind of task even where `mode` is balanced because that was not sure enough; `confidence`
    is the probability, between 0 and 1, that the mode of this label is right.
    """

    label: Label
    mode: str
    confidence: float
