"""Reading the blocks of a message that is not on screen, in steps that are short however long it is."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.item import Item
from models.markdown import Block, GrowingMarkdown, slices, verbatim_blocks

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
        while some := list(islice(more, _BLOCKS)):
            blocks += some
            yield None
        yield blocks
    else:
        growing = GrowingMarkdown(image_word)
        fed = 0
        for piece in slices(source):
            if fed > growing.wanted:
                growing.refresh()
                fed = 0
                yield None
            growing.feed(piece)
            fed += len(piece)
        growing.end()
        while growing.is_behind:
            growing.catch_up()
            yield None
        yield growing.blocks
