"""Follows an answer: which section its next token belongs to, and which chain wrote what."""

from collections.abc import Sequence

from models.engine.protocol import Channel
from models.engine.worker.channels import Piece
from models.engine.worker.sections.reader import SectionReader
from models.record import SectionSpan
from models.sampling import TextSection


class SectionTracker:
    """The sections of one answer.

    One that has to be JSON is JSON throughout (`is_json`). `thought` and `written` are what was there before of an
    answer that goes on.
    """

    def __init__(self, *, is_json: bool, thought: str = "", written: str = "") -> None:
        self._is_json = is_json
        self._thought = len(thought)
        self._texts = [written]
        self._before = len(written)
        self._reader = SectionReader()
        self._reader.feed(written)
        self._spans: list[SectionSpan] = []

    def section(self, channel: Channel) -> TextSection:
        """Return the section of the next token, which belongs to `channel`."""
        if channel is Channel.THINKING:
            return TextSection.THINKING
        return TextSection.JSON if self._is_json else self._reader.section

    def feed(self, pieces: Sequence[Piece]) -> None:
        """Take the text of a token."""
        for piece in pieces:
            if piece.channel is Channel.ANSWER:
                self._texts.append(piece.text)
                self._reader.feed(piece.text)

    def note(self, section: TextSection, *, temperature: float, seed: int, token: int, start: int) -> None:
        """Note which chain chooses from token number `token` on, before which there are `start` new characters."""
        start += self._thought if section is TextSection.THINKING else self._before
        self._spans.append(SectionSpan(token, section, temperature, seed, start))

    def take_back(self, *, tokens: int, written: int) -> None:
        """Forget what came after so many tokens and new characters of the answer."""
        self._spans = [span for span in self._spans if span.first < tokens]
        text = "".join(self._texts)[: self._before + written]
        self._texts = [text]
        self._reader = SectionReader()
        self._reader.feed(text)

    def spans(self, tokens: int) -> tuple[SectionSpan, ...]:
        """Return which chain wrote what of an answer of so many tokens."""
        return tuple(span for span in self._spans if span.first < tokens)
