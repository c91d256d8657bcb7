"""Reading the Markdown of a finished text slice by slice."""

from desktop.conversation.transcript.passage.change import Change
from desktop.conversation.transcript.passage.reader import HARDLY_ANYTHING, next_slices
from models.markdown import Block, GrowingMarkdown, read_markdown, slices


class SlicedReader:
    """Reads a slice with every `read_on`, and anew what waited for the addresses of links.

    It goes on where `growing` is, which was given all of `source` but `unfed`, its end. What of the open end of a slice
    may come out otherwise with the next is not among the `blocks`, but those that came before do not change any more.
    """

    def __init__(self, source: str, image_word: str, growing: GrowingMarkdown, unfed: str) -> None:
        self._source = source
        self._image_word = image_word
        self._growing: GrowingMarkdown | None = growing  # None once all was read
        self._slices = slices(unfed)
        self._unread = len(unfed)  # characters
        self._is_ended = False  # all was read: only links may wait for their addresses
        self.blocks: list[Block] = growing.blocks[: growing.frozen]

    @property
    def unread(self) -> float:
        """How much of the text was not read yet, from 0 to 1; hardly anything where only links wait for addresses."""
        if self._growing is None:
            return 0.0
        return max(self._unread / max(len(self._source), 1), HARDLY_ANYTHING)

    def read_on(self) -> Change:
        """Read one slice more, or read anew what waited for an address."""
        growing = self._growing
        if growing is None:
            return Change(len(self.blocks))
        if not growing.is_behind:
            return self.read_slice()
        revised = growing.catch_up()
        self.blocks[revised.start : revised.stop] = growing.blocks[revised.start : revised.stop]
        self._leave_what_is_read(growing)
        return Change(len(self.blocks), revised)

    def read_slice(self) -> Change:
        """Read one slice more, whatever waits for an address."""
        growing = self._growing
        if growing is None:
            return Change(len(self.blocks))
        text = next_slices(self._slices, growing.wanted)
        growing.feed(text)
        self._unread -= len(text)
        self._is_ended = self._unread <= 0
        kept = min(growing.end() if self._is_ended else growing.refresh(), len(self.blocks))
        self.blocks[kept:] = growing.blocks[kept : growing.frozen]
        self._leave_what_is_read(growing)
        return Change(kept)

    def _leave_what_is_read(self, growing: GrowingMarkdown) -> None:
        if self._is_ended and not growing.is_behind:
            self.blocks, self._growing = growing.blocks, None

    def whole(self) -> list[Block]:
        """Return the blocks of the whole text, also where it is not read to its end: that is slow for a long one."""
        return self.blocks if self._growing is None else read_markdown(self._source, self._image_word)
