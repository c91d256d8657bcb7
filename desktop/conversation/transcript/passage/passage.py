"""The text of one section of a message."""

from desktop.conversation.transcript.passage.change import Change
from desktop.conversation.transcript.passage.growing_reader import GrowingReader
from desktop.conversation.transcript.passage.reader import Reader
from desktop.conversation.transcript.passage.sliced_reader import SlicedReader
from desktop.conversation.transcript.passage.verbatim_reader import SLICE, SLICE_BLOCKS, VerbatimReader
from models.markdown import Block, GrowingMarkdown, normalized


class Passage:
    """A source text and its blocks. `verbatim` text is the user's own and is shown as it was typed.

    It is read when it is first needed, and by whom its state asks for: a finished text, which may be long, by a
    `VerbatimReader` or a `SlicedReader`, one that grows by a `GrowingReader`. `blocks` are those of what was read so
    far, and more come with every `read_on`. `whole` are all of them, with the same numbers.
    """

    def __init__(self, source: str, *, verbatim: bool, image_word: str) -> None:
        self._source = normalized(source)  # of a text that grows: what it was begun with
        self._verbatim = verbatim
        self._image_word = image_word
        self._reader: Reader | None = None  # None while nothing of a finished text is read

    @property
    def source(self) -> str:
        """The whole text so far, with its line ends normalized."""
        growing = self._growing
        return self._source if growing is None else growing.source

    @property
    def blocks(self) -> list[Block]:
        """The blocks of what was read; a text of which nothing was read is begun now."""
        return self._begun().blocks

    @property
    def unread(self) -> float:
        """How much of the text was not read yet, from 0 to 1; hardly anything where only links wait for addresses."""
        if self._reader is None:
            return 1.0 if self._source else 0.0
        return self._reader.unread

    @property
    def is_long(self) -> bool:
        """Whether the user's own text is more than one slice, however much of it was read."""
        return len(self._source) > SLICE or len(self.blocks) >= SLICE_BLOCKS

    @property
    def settled(self) -> int:
        """How many characters belong to blocks that do not change any more; all of a text that does not grow."""
        growing = self._growing
        return len(self._source) if growing is None else growing.settled

    @property
    def _growing(self) -> GrowingReader | None:
        return self._reader if isinstance(self._reader, GrowingReader) else None

    def _begun(self) -> Reader:
        """Return who reads the text; of a finished one the first slice is read."""
        if self._reader is None:
            self._reader = self._of_finished()
            self._reader.read_on()
        return self._reader

    def _of_finished(self) -> Reader:
        if self._verbatim:
            return VerbatimReader(self._source)
        return SlicedReader(self._source, self._image_word, GrowingMarkdown(self._image_word), self._source)

    def read_on(self) -> Change:
        """Read one slice more, or read anew what waited for an address."""
        return Change(len(self.blocks)) if self._reader is None else self._reader.read_on()

    def whole(self) -> list[Block]:
        """Return the blocks of the whole text, also where it is not read to its end: that is slow for a long one."""
        return self._begun().whole()

    def forget(self) -> None:
        """Drop the blocks of a finished text; they can be read again."""
        if self._growing is None:
            self._reader = None

    def read_anew(self, image_word: str) -> None:
        """Use another word for pictures, in a growing text when it is finished."""
        self._image_word = image_word
        self.forget()

    def begin(self) -> None:
        """Let the text grow from where it is; what it has already is read with the first calls of `read_on`."""
        self._reader = GrowingReader(self._source, self._image_word)
        self._reader.read_on()

    def feed(self, text: str) -> None:
        """Add text at the end of a growing passage; `read_on` reads it."""
        if self._growing is not None:
            self._growing.feed(text)

    def end(self, source: str) -> Change:
        """Stop growing at `source`, the final text; what was not read yet is left to `read_on`."""
        self._source, growing, self._reader = normalized(source), self._growing, None
        reader = growing.end(self._source, self._image_word) if growing is not None else None
        if reader is None:
            return Change(0)
        self._reader = reader
        return reader.read_slice()
