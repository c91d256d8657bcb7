"""Heights before anything is laid out: of a source text, and of one block."""

import math
from functools import lru_cache
from typing import Final

from desktop.conversation.transcript.code_view import FOLDED_ROWS, is_long, line_count
from desktop.conversation.transcript.layout.fold_row import FOLD_ROW
from desktop.conversation.transcript.look import LINE_PITCH, Look, metrics
from desktop.theme import LIGHT
from models.markdown import Block, Code, Formula, Heading, Paragraph, Rule, Table

MESSAGE_GAP: Final = 28.0
ROW_GAP: Final = 14.0
"""Below a question's row of buttons: the row is empty mostly, and the answer belongs to the question."""
_FOOTER: Final = 34.0
_AROUND_ANSWER: Final = MESSAGE_GAP + _FOOTER
_AROUND_QUESTION: Final = ROW_GAP + _FOOTER + 20.0  # its bubble
_CODE_FRAME: Final = 58.0
_RULE: Final = 17.0


def estimated_height(source: str, look: Look, width: float, *, is_answer: bool) -> float:
    """Return about how high a message is whose text is `source`, its space below included."""
    character, line = _sizes(look.scale)
    lines = source.count("\n") + 1 + len(source) * character / max(width, 1.0) / 2
    return math.ceil(lines) * line + (_AROUND_ANSWER if is_answer else _AROUND_QUESTION)


@lru_cache(maxsize=8)
def _sizes(scale: float) -> tuple[float, float]:
    """Return how wide a character of running text is, and how high a line: in every theme the same."""
    look = Look(LIGHT, scale)
    return metrics(look.body).averageCharWidth(), look.line


def estimated_block(block: Block, look: Look, width: float) -> float:
    """Return about how high a block is."""
    match block:
        case Code():
            return _code_height(block.text, look)
        case Table():
            return len(block.rows) * (look.line + 14.0)
        case Rule():
            return _RULE
        case Formula():
            return (block.text.count("\n") + 1.5) * look.line
        case Heading() | Paragraph():
            font = look.heading(block.level) if isinstance(block, Heading) else look.body
            return _wrapped(block.inline.text, font.pixelSize(), width)


def _code_height(text: str, look: Look) -> float:
    rows, fold = line_count(text), 0.0
    if is_long(text):
        rows, fold = min(rows, FOLDED_ROWS), look.scaled(FOLD_ROW)
    return rows * math.ceil(look.code.pixelSize() * LINE_PITCH) + _CODE_FRAME + fold


def _wrapped(text: str, size: int, width: float) -> float:
    columns = max(1.0, width / (size * (0.5 if text.isascii() else 0.75)))
    return math.ceil(len(text) / columns + text.count("\u2028") / 2 + 0.3) * math.ceil(size * LINE_PITCH)
