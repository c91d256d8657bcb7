"""Sending an answer's text as it comes: whole characters, by channel, no more often than anyone can see."""

import codecs
import time
from array import array
from collections.abc import Callable, Sequence

from models.engine.protocol import Channel, TakenBack, Token
from models.engine.worker.channels import ChannelReader, Piece
from models.engine.worker.stop_texts import StopTexts

_INTERVAL = 0.008
"""Seconds between messages. A fast GPU makes a token a millisecond; a message for each costs both processes time."""


class TokenEmitter:
    """Turns the bytes of tokens into `Token` events, those of the answer numbered `answer`.

    The answer ends before the first of the texts in `stop`. A character that is cut between tokens waits for its other
    bytes. Text that comes faster than `_INTERVAL` is gathered; it never waits longer than for the next token.
    """

    def __init__(
        self,
        request: int,
        reader: ChannelReader,
        send: Callable[[Token | TakenBack], None],
        *,
        stop: Sequence[str] = (),
        answer: int = 0,
    ) -> None:
        self._request = request
        self._answer = answer
        self._stop_texts = StopTexts(stop)
        self._reader = reader
        self._send = send
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        # Characters of each channel after each token, so that an end can be taken back.
        self._thinking_ends = array("L")
        self._answer_ends = array("L")
        self._thinking_length = 0
        self._answer_length = 0
        self._gathered: list[Piece] = []
        self._count = 0
        self._last = 0.0
        self.first_text_at: float | None = None
        self.thinking_ended_at: float | None = None

    @property
    def channel(self) -> Channel:
        """The channel that the next token belongs to."""
        return self._reader.channel

    @property
    def stopped(self) -> bool:
        """Whether a text came up that ends the answer."""
        return self._stop_texts.found

    @property
    def tokens(self) -> int:
        """How many tokens were taken, and not taken back."""
        return len(self._answer_ends)

    def length(self, channel: Channel) -> int:
        """Return how many characters of a channel were written, and not taken back."""
        return self._answer_length if channel is Channel.ANSWER else self._thinking_length

    def add(self, piece: bytes) -> list[Piece]:
        """Take the bytes of one token; return the text that is decided by it."""
        self._count += 1
        now = time.perf_counter()
        before = self._reader.channel
        pieces = self._reader.feed(self._decoder.decode(piece))
        self._gather(pieces)
        self._thinking_ends.append(self._thinking_length)
        self._answer_ends.append(self._answer_length)
        self._note_times(before, now)
        if now - self._last >= _INTERVAL:
            self._flush(now)
        return pieces

    def close_thinking(self, last_words: str = "") -> None:
        """Go over to the answer: the thinking was ended from outside, with these words."""
        before = self._reader.channel
        self._gather(self._reader.feed(self._decoder.decode(b"", final=True)))  # a character that was cut
        self._gather(self._reader.feed(last_words))
        self._gather(self._reader.close_thinking())
        now = time.perf_counter()
        self._note_times(before, now)
        self._flush(now)

    def finish(self) -> None:
        """Send all that was held back, but for the beginning of a character that was not written to its end."""
        self._decoder.reset()
        self._gather(self._reader.finish())
        self._release()
        now = time.perf_counter()
        self._note_times(self._reader.channel, now)
        self._flush(now)

    def take_back(self, count: int) -> None:
        """Keep the text of the first `count` tokens only, all of it in the channels as they were then."""
        self._release()
        self._flush(time.perf_counter())
        self._decoder.reset()
        self._reader.drop_held()
        del self._thinking_ends[count:], self._answer_ends[count:]
        self._thinking_length = self._thinking_ends[-1] if count else 0
        self._answer_length = self._answer_ends[-1] if count else 0
        self._send(TakenBack(self._request, self._thinking_length, self._answer_length, self._answer))

    def _gather(self, pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.channel is Channel.ANSWER:
                self._answer_length += len(piece.text)
                self._show(self._stop_texts.feed(piece.text))
            else:
                self._thinking_length += len(piece.text)
                self._gathered.append(piece)

    def _release(self) -> None:
        self._show(self._stop_texts.release())

    def _show(self, text: str) -> None:
        if text:
            self._gathered.append(Piece(Channel.ANSWER, text))

    def _note_times(self, before: Channel, now: float) -> None:
        if self.first_text_at is None and self._gathered:
            self.first_text_at = now
        if before is Channel.THINKING and self._reader.channel is Channel.ANSWER:
            self.thinking_ended_at = now

    def _flush(self, now: float) -> None:
        if not self._gathered:
            return
        self._last = now
        count, self._count = self._count, 0
        for channel, text in _joined(self._gathered):
            self._send(Token(self._request, channel, text, count, self._answer))
            count = 0
        self._gathered.clear()


def _joined(pieces: list[Piece]) -> list[tuple[Channel, str]]:
    joined: list[tuple[Channel, str]] = []
    for piece in pieces:
        if joined and joined[-1][0] is piece.channel:
            joined[-1] = (piece.channel, joined[-1][1] + piece.text)
        else:
            joined.append((piece.channel, piece.text))
    return joined
