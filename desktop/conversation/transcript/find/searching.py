"""Looking through one text of a message, in steps that are short however long it is."""

from collections.abc import Iterator
from typing import Final

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.find.matching import Query
from desktop.conversation.transcript.find.reading_slowly import blocks_of
from desktop.conversation.transcript.find.running_text import RunningText
from desktop.conversation.transcript.hits import Hit
from desktop.conversation.transcript.item import Item

_STEP: Final = 100_000  # characters that are looked through in one step
_BLOCK: Final = 500  # characters that take as long as what each block takes beside its text
_HITS: Final = 1000  # of one step


def hits_in(item: Item, section: Section, query: Query, image_word: str, most: int) -> Iterator[list[Hit]]:
    """Yield after every step what was found with it, in reading order; of one block not more than `most` hits."""
    source = item.passage(section).source
    if not source or not query.may_be_in(source):
        return
    text = RunningText(query.reach)
    for blocks in blocks_of(item, section, image_word):
        yield []
        hits: list[Hit] = []
        left = _STEP
        for number, block in enumerate(blocks or ()):
            text.put(number, block)
            for start, end in query.places_in(text.text, most):
                hits.append(Hit(item.id, section, *text.stretch(start, end)))
                text.pass_by(end)
            left -= len(text.text) + _BLOCK
            if left <= 0 or len(hits) >= _HITS:
                yield hits
                hits, left = [], _STEP
        yield hits
