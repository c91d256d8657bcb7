"""Reading what the user typed: text as it stands, with only fenced code taken as code."""

from collections.abc import Iterator

from desktop.conversation.transcript.markdown.blocks import Block, Code, Paragraph, Place
from desktop.conversation.transcript.markdown.fence import closes, opening_fence
from desktop.conversation.transcript.markdown.inline import LINE_BREAK, Inline
from desktop.conversation.transcript.markdown.lines import normalized

_LONGEST_RUN = 40  # lines: a pasted file is laid out in pieces, when they come near


def read_verbatim(source: str) -> list[Block]:
    """Return the blocks of the user's own text: paragraphs with every character, and fenced code."""
    return list(_blocks(normalized(source).split("\n")))


def _blocks(lines: list[str]) -> Iterator[Block]:
    offset, index, spaced = 0, 0, False
    while index < len(lines):
        if not lines[index].strip():
            offset, index, spaced = offset + len(lines[index]) + 1, index + 1, True
            continue
        count, block = _fenced(lines, index, offset, spaced=spaced) or _run(lines, index, offset, spaced=spaced)
        yield block
        offset += sum(len(line) + 1 for line in lines[index : index + count])
        index, spaced = index + count, False


def _fenced(lines: list[str], first: int, offset: int, *, spaced: bool) -> tuple[int, Block] | None:
    fence = opening_fence(lines[first])
    if fence is None:
        return None
    for last in range(first + 1, len(lines)):
        if closes(lines[last], fence):
            text = "\n".join(lines[first + 1 : last])
            place = Place(offset, offset + len("\n".join(lines[first : last + 1])), spaced=spaced)
            return last - first + 1, Code(place, text, fence.language, closed=True)
    return None


def _run(lines: list[str], first: int, offset: int, *, spaced: bool) -> tuple[int, Block]:
    last = first + 1
    while last < len(lines) and last - first < _LONGEST_RUN and lines[last].strip() and not _fence_at(lines, last):
        last += 1
    text = "\n".join(lines[first:last])
    place = Place(offset, offset + len(text), spaced=spaced)
    return last - first, Paragraph(place, Inline(text.replace("\n", LINE_BREAK)))


def _fence_at(lines: list[str], index: int) -> bool:
    return opening_fence(lines[index]) is not None
