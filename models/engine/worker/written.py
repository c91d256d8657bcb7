"""The tokens of an answer that goes on: those that the context still holds of it, the rest read from its text."""

import codecs
from collections.abc import Sequence
from dataclasses import dataclass

from models.catalog import ThinkingTags
from models.engine.protocol import Channel, Continuation
from models.engine.worker.channels import ChannelReader
from models.engine.worker.contents import ContentTokenizer
from models.engine.worker.vocabulary import Vocabulary


@dataclass(frozen=True)
class WrittenTokens:
    """What was written of an answer, as tokens that stand behind its prompt.

    `answer_start` is the number of those before the answer itself, None while it thinks; `thinking` the text that was
    thought; `continuation` what it all was made of.
    """

    tokens: list[int]
    continuation: Continuation
    answer_start: int | None
    thinking: str

    @property
    def thinking_tokens(self) -> int:
        """How many of the tokens are thinking, its end included."""
        return len(self.tokens) if self.answer_start is None else self.answer_start

    @property
    def of_answer(self) -> list[int]:
        """The tokens of the answer itself."""
        return [] if self.answer_start is None else self.tokens[self.answer_start :]

    def go_on(self, reader: ChannelReader) -> None:
        """Let a new reader of the answer go on where this text ends."""
        if self.answer_start is None:
            reader.go_on(Channel.THINKING, at_start=not self.thinking)
        else:
            reader.go_on(Channel.ANSWER, at_start=not self.continuation.content)


@dataclass(frozen=True)
class _Agreed:
    """So many `tokens` say the first characters of both texts; what comes next belongs to `channel`."""

    tokens: int
    thinking: int
    content: int
    channel: Channel
    answer_start: int | None


class WrittenReader:
    """Turns what was written into tokens: none of them is a control token, whatever it looks like."""

    def __init__(self, vocabulary: Vocabulary, tags: ThinkingTags | None, contents: ContentTokenizer) -> None:
        self._vocabulary = vocabulary
        self._tags = tags
        self._contents = contents

    def read(self, written: Continuation, *, opened: bool, held: Sequence[int] = ()) -> WrittenTokens:
        """Return the tokens of `written` behind a prompt that has `opened` the thinking or not.

        `held` are tokens that the answer may have been made of: as far as they agree with the text they are taken,
        since a text can be cut into tokens in several ways. Raises Interrupted as `ContentTokenizer`.
        """
        thinking = (written.thinking or "") if self._tags else ""
        agreed = self._agreed(held, thinking, written.content, opened=opened)
        tokens, answer_start = list(held[: agreed.tokens]), agreed.answer_start
        if self._tags is not None and agreed.channel is Channel.THINKING:
            if thinking and not opened and not agreed.tokens:
                tokens += self._vocabulary.tokenize(f"{self._tags.open}\n", special=True)
            tokens += self._text(thinking[agreed.thinking :])
            if written.thinking_ended or written.content:
                tokens += self._vocabulary.tokenize(_closing(thinking, self._tags), special=True)
                answer_start = len(tokens)
        if answer_start is not None:
            tokens += self._text(written.content[agreed.content :])
        return WrittenTokens(tokens, written, answer_start, thinking)

    def is_made_of(self, tokens: Sequence[int], written: Continuation, *, opened: bool) -> bool:
        """Return whether `tokens` say just what was written."""
        thinking = (written.thinking or "") if self._tags else ""
        agreed = self._agreed(tokens, thinking, written.content, opened=opened)
        wanted = (len(tokens), len(thinking), len(written.content))
        return (agreed.tokens, agreed.thinking, agreed.content) == wanted

    def _agreed(self, tokens: Sequence[int], thinking: str, content: str, *, opened: bool) -> _Agreed:
        """Return how far `tokens` agree with the two texts, at a place where nothing is undecided."""
        thinks = self._tags is not None and (opened or bool(thinking))
        best = _Agreed(0, 0, 0, Channel.THINKING, None) if thinks else _Agreed(0, 0, 0, Channel.ANSWER, 0)
        reader, decoder = ChannelReader(self._tags, opened=opened), codecs.getincrementaldecoder("utf-8")("replace")
        said = {Channel.THINKING: 0, Channel.ANSWER: 0}
        texts = {Channel.THINKING: thinking, Channel.ANSWER: content}
        start, at_end = best.answer_start, False
        for number, token in enumerate(tokens, 1):
            piece = self._vocabulary.piece(token)
            if not piece or self._vocabulary.ends_generation(token):
                break
            before = reader.channel
            for found in reader.feed(decoder.decode(piece)):
                left = texts[found.channel][said[found.channel] : said[found.channel] + len(found.text)]
                said[found.channel] += len(left)
                if found.text == left:
                    continue
                if found.channel is Channel.ANSWER or not _is_beginning(left, found.text):
                    return best
                at_end = True  # white space before the closing tag, where it was not the model that closed
            if reader.channel is Channel.ANSWER and said[Channel.THINKING] < len(thinking):
                continue  # before the model opened its thinking, or another answer than this one
            if before is Channel.THINKING and reader.channel is Channel.ANSWER:
                start = number
            at_end = at_end and reader.channel is Channel.THINKING
            if not reader.is_undecided and not decoder.getstate()[0] and not at_end:
                at = start if reader.channel is Channel.ANSWER else None
                best = _Agreed(number, said[Channel.THINKING], said[Channel.ANSWER], reader.channel, at)
        return best

    def _text(self, text: str) -> Sequence[int]:
        return self._contents.tokens(text) if text else ()


def _is_beginning(left: str, text: str) -> bool:
    """Return whether `text` is `left` and white space behind it."""
    return text.startswith(left) and not text[len(left) :].strip()


def _closing(thinking: str, tags: ThinkingTags) -> str:
    """Return what ends the thinking, on a line of its own."""
    line_end = "" if thinking.endswith("\n") else "\n"
    return f"{line_end}{tags.close}\n\n"
