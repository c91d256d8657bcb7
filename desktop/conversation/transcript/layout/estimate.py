"""Heights before anything is laid out: of a source text, and of one block."""

import math
from typing import Final

from desktop.conversation.transcript.look import LINE_PITCH, Look, metrics
from desktop.conversation.transcript.markdown import Block, Code, Heading, Paragraph, Rule, Table

MESSAGE_GAP: Final = 28.0
_FOOTER: Final = 40.0
_CODE_FRAME: Final = 58.0
_RULE: Final = 17.0


def estimated_height(source: str, look: Look, width: float, *, is_answer: bool) -> float:
    """Return about how high a message is whose text is `source`, its space below included."""
    lines = source.count("\n") + 1 + len(source) * metrics(look.body).averageCharWidth() / max(width, 1.0) / 2
    return math.ceil(lines) * look.line + MESSAGE_GAP + (_FOOTER if is_answer else 0.0)


def estimated_block(block: Block, look: Look, width: float) -> float:
    """Return about how high a block is."""
    match block:
        case Code():
            pitch = math.ceil(look.code.pixelSize() * LINE_PITCH)
            return (block.text.count("\n") + 1) * pitch + _CODE_FRAME
        case Table():
            return len(block.rows) * (look.line + 14.0)
        case Rule():
            return _RULE
        case Heading():
            return _wrapped(block.inline.text, look.heading(block.level).pixelSize(), width)
        case Paragraph():
            return _wrapped(block.inline.text, look.body.pixelSize(), width)


def _wrapped(text: str, size: int, width: float) -> float:
    columns = max(1.0, width / (size * (0.5 if text.isascii() else 0.75)))
    return math.ceil(len(text) / columns + text.count("\u2028") / 2 + 0.3) * math.ceil(size * LINE_PITCH)
