"""Reading the blocks of a message that is not on screen, in steps that are short however long it is."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.item import Item
from models.markdown import Block, GrowingMarkdown, verbatim_blocks

_STEP: Final = 8_000  # characters
_BLOCKS: Final = 100  # of the user's own text


def blocks_of(item: Item, section: Section, image_word: str) -> Iterator[list[Block] | None]:
    """Yield None after every step but the last, and then the blocks; nothing of them is kept."""
    passage = item.passage(section)
    source = passage.source
    if (item.layout is not None or item.view.streaming) and passage.unread == 0.0:
        yield passage.blocks
    elif not item.is_answer:
        more = verbatim_blocks(source)
        blocks: list[Block] = []
        while piece := list(islice(more, _BLOCKS)):
            blocks += piece
            yield None
        yield blocks
    else:
        growing = GrowingMarkdown(image_word)
        for start in range(0, len(source), _STEP):
            growing.feed(source[start : start + _STEP])
            if start + _STEP < len(source):
                growing.refresh()
                yield None
        growing.finish()
        yield growing.blocks
