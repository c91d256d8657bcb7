"""Sixty answers as models write them: what the transcript is tested and shown with.

`answers` reads them from the files beside this one. In these, three percent signs and a name begin an answer; "hard"
after the name marks those that pictures are taken of. Thinking stands in front, in the tags that models use.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent
_BEGIN = "%%% "


@dataclass(frozen=True)
class Answer:
    """One answer; `is_hard` says that it is one of the ten hardest to draw."""

    name: str
    text: str
    thinking: str = ""
    is_hard: bool = False


@cache
def answers() -> tuple[Answer, ...]:
    """Return all answers, in the order of the files' names."""
    return tuple(
        _answer(piece)
        for file in sorted(_FOLDER.glob("*.md"))
        for piece in file.read_text("utf-8").split(f"\n{_BEGIN}")
        if piece.strip()
    )


def _answer(piece: str) -> Answer:
    head, text = piece.removeprefix(_BEGIN).split("\n", 1)
    name, _, mark = head.partition(" ")
    thinking, end, rest = text.partition("</think>\n")
    text = rest if end else text
    return Answer(name, text.strip("\n") + "\n", thinking.removeprefix("<think>\n") if end else "", mark == "hard")
