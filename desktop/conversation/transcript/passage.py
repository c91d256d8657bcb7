"""The text of one section of a message: read when it is first needed, and while it grows."""

from desktop.conversation.transcript.markdown import Block, GrowingMarkdown, normalized, read_markdown, read_verbatim


class Passage:
    """A source text and its blocks. `verbatim` text is the user's own and is shown as it was typed."""

    def __init__(self, source: str, *, verbatim: bool, image_word: str) -> None:
        self._source = normalized(source)
        self._verbatim = verbatim
        self._image_word = image_word
        self._blocks: list[Block] | None = None
        self._growing: GrowingMarkdown | None = None

    @property
    def source(self) -> str:
        """The whole text so far, with its line ends normalized."""
        return self._growing.source if self._growing is not None else self._source

    @property
    def blocks(self) -> list[Block]:
        """The blocks; a text that is not read yet is read now."""
        if self._growing is not None:
            return self._growing.blocks
        if self._blocks is None:
            read = read_verbatim(self._source) if self._verbatim else read_markdown(self._source, self._image_word)
            self._blocks = read
        return self._blocks

    def forget(self) -> None:
        """Drop the blocks; they can be read again."""
        self._blocks = None

    def read_anew(self, image_word: str) -> None:
        """Use another word for pictures, in a growing text when it is finished."""
        self._image_word = image_word
        self._blocks = None

    def begin(self) -> None:
        """Let the text grow from where it is."""
        self._growing = GrowingMarkdown(self._image_word)
        self._growing.feed(self._source)
        self._growing.refresh()

    def feed(self, text: str) -> None:
        """Add text at the end of a growing passage; `refresh` reads it."""
        if self._growing is not None:
            self._growing.feed(text)

    def refresh(self) -> int:
        """Read what was fed and return the number of leading blocks that did not change."""
        return self._growing.refresh() if self._growing is not None else len(self.blocks)

    def end(self, source: str) -> int:
        """Stop growing at `source`, the final text, and return the number of leading blocks that did not change."""
        growing, self._growing = self._growing, None
        self._source, self._blocks = normalized(source), None
        if growing is None:
            return 0
        kept = growing.finish()
        if growing.source != self._source:
            return 0
        self._blocks = growing.blocks
        return kept
