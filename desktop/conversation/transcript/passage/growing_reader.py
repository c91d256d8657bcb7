"""Reading the Markdown of a text that grows."""

from desktop.conversation.transcript.passage.change import Change
from desktop.conversation.transcript.passage.reader import HARDLY_ANYTHING, next_slices
from desktop.conversation.transcript.passage.sliced_reader import SlicedReader
from models.markdown import Block, GrowingMarkdown, normalized, slices


class GrowingReader:
    """Reads what was fed; where much came at once, as much with each `read_on` as can be read at once."""

    def __init__(self, source: str, image_word: str) -> None:
        self._growing = GrowingMarkdown(image_word)
        self._image_word = image_word
        self._fed = [source]  # what was not read yet

    @property
    def source(self) -> str:
        """The whole text so far, with its line ends normalized."""
        return self._growing.source + normalized("".join(self._fed))

    @property
    def blocks(self) -> list[Block]:
        """The blocks of what was read; the last of them may change."""
        return self._growing.blocks

    @property
    def unread(self) -> float:
        """How much of the text was not read yet, from 0 to 1; hardly anything where only links wait for addresses."""
        left = sum(map(len, self._fed))
        if not left and not self._growing.is_behind:
            return 0.0
        return max(left / max(len(self.source), 1), HARDLY_ANYTHING)

    @property
    def settled(self) -> int:
        """How many characters belong to blocks that do not change any more."""
        frozen = self._growing.frozen
        return self._growing.blocks[frozen - 1].place.end if frozen else 0

    def feed(self, text: str) -> None:
        """Add text at the end; `read_on` reads it."""
        self._fed.append(text)

    def read_on(self) -> Change:
        """Read of what was fed as much as can be read at once, or anew what waited for an address."""
        growing, fed = self._growing, "".join(self._fed)
        if not fed and growing.is_behind:
            return Change(len(growing.blocks), growing.catch_up())
        now = next_slices(slices(fed), growing.wanted)
        self._fed = [fed[len(now) :]] if len(now) < len(fed) else []
        growing.feed(now)
        return Change(growing.refresh())

    def whole(self) -> list[Block]:
        """Return the blocks of what was read."""
        return self.blocks

    def end(self, source: str, image_word: str) -> SlicedReader | None:
        """Return how the final text is read on, None where it or the word for pictures is not what was read."""
        if self.source != source or self._image_word != image_word:
            return None
        return SlicedReader(source, image_word, self._growing, "".join(self._fed))
