"""How wide the columns of a table are."""

from desktop.conversation.transcript.look import Look, metrics
from desktop.conversation.transcript.markdown import LINE_BREAK, Inline, Table

_WIDEST_WORD = 160.0
_WIDE = "\u2e80"  # Han characters break anywhere


def column_widths(table: Table, look: Look, width: float, padding: float) -> list[float]:
    """Return the widths of the columns, `padding` included.

    Every column gets what its longest line needs if that fits `width`. If not, each gets what its longest word needs
    and a share of the rest that follows what it lacks; the sum is larger than `width` if even the words do not fit.
    """
    wanted: list[float] = []
    least: list[float] = []
    for column in range(len(table.alignments)):
        cells = [(row[column], number == 0) for number, row in enumerate(table.rows)]
        wanted.append(max(_longest_line(cell, look, is_head=is_head) for cell, is_head in cells) + padding)
        least.append(max(_longest_word(cell, look, is_head=is_head) for cell, is_head in cells) + padding)
    least = [min(low, high) for low, high in zip(least, wanted, strict=True)]
    if sum(wanted) <= width:
        return wanted
    room = width - sum(least)
    lacking = sum(wanted) - sum(least)
    if room <= 0.0 or lacking <= 0.0:
        return least
    return [low + (high - low) / lacking * room for low, high in zip(least, wanted, strict=True)]


def _longest_line(inline: Inline, look: Look, *, is_head: bool) -> float:
    return max(_width(line, look, is_head=is_head) for line in inline.text.split(LINE_BREAK))


def _longest_word(inline: Inline, look: Look, *, is_head: bool) -> float:
    words = [word for word in inline.text.split() if word < _WIDE]
    widest = max((_width(word, look, is_head=is_head) for word in words), default=0.0)
    return min(widest, look.scaled(_WIDEST_WORD))


def _width(text: str, look: Look, *, is_head: bool) -> float:
    # Marked text may be wider than plain: bold by a little, code by its own font.
    return metrics(look.bold() if is_head else look.body).horizontalAdvance(text) * 1.06 + 2.0
