"""Telling thinking from answer in a stream of text."""

from dataclasses import dataclass

from models.catalog import ThinkingTags
from models.engine.protocol import Channel


@dataclass(frozen=True)
class Piece:
    """Text of one channel."""

    channel: Channel
    text: str


class ChannelReader:
    """Splits the stream of an answer into its channels.

    Thinking may be opened by the prompt (`opened`), by the model as the first thing it writes, or by both; it may
    never be closed, or be absent. A tag that is cut between tokens is held back until it is decided. White space at the
    beginning of a channel is dropped: models put blank lines around their tags.
    """

    def __init__(self, tags: ThinkingTags | None, *, opened: bool) -> None:
        self._tags = tags
        self.channel = Channel.THINKING if opened and tags else Channel.ANSWER
        self._may_open = tags is not None
        self._at_start = True
        self._held = ""

    @property
    def is_undecided(self) -> bool:
        """Whether text is held back."""
        return bool(self._held)

    def go_on(self, channel: Channel, *, at_start: bool) -> None:
        """Read from now on what follows text of `channel`, or with `at_start` the tag that opened it."""
        self._may_open = False
        self._begin(channel)
        self._at_start = at_start

    def feed(self, text: str) -> list[Piece]:
        """Take the next text; return what is decided by it."""
        self._held += text
        pieces: list[Piece] = []
        while self._held and self._step(pieces):
            pass
        return pieces

    def finish(self) -> list[Piece]:
        """Return what was held back: the stream is over, so it was no tag."""
        pieces: list[Piece] = []
        self._may_open = False
        self._emit(pieces, self._held)
        self._held = ""
        return pieces

    def drop_held(self) -> None:
        """Forget what is held back: it was taken back."""
        self._held = ""

    def close_thinking(self) -> list[Piece]:
        """Go over to the answer, as after a closing tag; return what was held back."""
        pieces: list[Piece] = []
        self._may_open = False
        self._emit(pieces, self._held)
        self._held = ""
        self._begin(Channel.ANSWER)
        return pieces

    def _step(self, pieces: list[Piece]) -> bool:
        """Decide the beginning of the held text; return whether more may be decided."""
        if self._tags is None:
            return self._release(pieces, len(self._held))
        if self._may_open:
            return self._look_for_open(self._tags)
        if self.channel is Channel.THINKING:
            return self._look_for_close(pieces, self._tags)
        return self._release(pieces, len(self._held))

    def _look_for_open(self, tags: ThinkingTags) -> bool:
        start = self._held.lstrip()
        if start.startswith(tags.open):
            self._held = start[len(tags.open) :]
            self._may_open = False
            self._begin(Channel.THINKING)
            return True
        if tags.open.startswith(start):
            return False  # nothing but white space, or the beginning of the tag, so far
        self._may_open = False
        return True

    def _look_for_close(self, pieces: list[Piece], tags: ThinkingTags) -> bool:
        end = self._held.find(tags.close)
        if end < 0:
            return self._release(pieces, len(self._held) - _overlap(self._held, tags.close))
        self._emit(pieces, self._held[:end])
        self._held = self._held[end + len(tags.close) :]
        self._begin(Channel.ANSWER)
        return True

    def _release(self, pieces: list[Piece], count: int) -> bool:
        self._emit(pieces, self._held[:count])
        self._held = self._held[count:]
        return False

    def _begin(self, channel: Channel) -> None:
        self.channel = channel
        self._at_start = True

    def _emit(self, pieces: list[Piece], text: str) -> None:
        if self._at_start:
            text = text.lstrip()
        if text:
            self._at_start = False
            pieces.append(Piece(self.channel, text))


def _overlap(text: str, tag: str) -> int:
    """Return how many characters at the end of `text` may be the beginning of `tag`."""
    for length in range(min(len(tag) - 1, len(text)), 0, -1):
        if text.endswith(tag[:length]):
            return length
    return 0
