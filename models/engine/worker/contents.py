"""Tokens of what people wrote: whatever it looks like, none of them is a control token or a thinking tag."""

import re
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator

from models.engine.worker.chunks import chunks
from models.engine.worker.prompt_state import Interrupted
from models.engine.worker.vocabulary import Vocabulary

KEPT_CHARACTERS = 100_000
"""Characters of texts whose tokens are kept: a conversation is tokenized once, not again with every question."""


class ContentTokenizer:
    """Turns contents into tokens.

    llama.cpp breaks up control tokens in plain text, but still matches user-defined ones (on R1 `<think>`), and a
    SentencePiece vocabulary may even merge letters into a control token. The texts in `guarded` are cut in two before;
    what forms a forbidden token all the same is cut wherever its text occurs.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        guarded: Iterable[str],
        *,
        stopped: Callable[[], bool],
        kept_characters: int = KEPT_CHARACTERS,
    ) -> None:
        self._vocabulary = vocabulary
        self._most_kept = kept_characters
        self._stopped = stopped
        self._guarded = frozenset(text for text in guarded if len(text) > 1)
        known = vocabulary.user_defined
        self._forbidden = vocabulary.control | {known[text] for text in self._guarded if text in known}
        self._kept: OrderedDict[str, array[int]] = OrderedDict()
        self._kept_characters = 0

    def tokens(self, text: str) -> "array[int]":
        """Return the tokens of a content, as it stands behind other text. Raises Interrupted where it was stopped."""
        kept = self._kept.get(text)
        if kept is None:
            kept = self._kept[text] = array("i", self._compute(text))
            self._kept_characters += len(text)
            while self._kept_characters > self._most_kept and len(self._kept) > 1:
                oldest, _ = self._kept.popitem(last=False)
                self._kept_characters -= len(oldest)
        else:
            self._kept.move_to_end(text)
        return kept

    def _compute(self, text: str) -> list[int]:
        tokens: list[int] = []
        for chunk in chunks(text):
            if self._stopped():
                raise Interrupted
            tokens += self._safe_tokens(chunk)
        return tokens

    def _safe_tokens(self, text: str) -> list[int]:
        guarded = self._guarded
        tokens = self._tokens_of(_cut(text, guarded))
        while found := self._forbidden.intersection(tokens):
            spelled = guarded | {self._vocabulary.text(token).replace("\u2581", " ") for token in found}
            if spelled == guarded:  # cutting did not help: the vocabulary spells it otherwise than the text does
                return [token for token in tokens if token not in self._forbidden]
            guarded = spelled
            tokens = self._tokens_of(_cut(text, guarded))
        return tokens

    def _tokens_of(self, pieces: Iterable[str]) -> list[int]:
        return [token for piece in pieces for token in self._vocabulary.tokenize_chunk(piece)]


def _cut(text: str, guarded: frozenset[str]) -> Iterator[str]:
    """Yield the text in pieces, cut behind the first character of everything in `guarded`, overlapping or not."""
    start = 0
    if guarded:
        pattern = "|".join(sorted(map(re.escape, guarded)))
        for place in re.finditer(f"(?={pattern})", text):
            yield text[start : place.start() + 1]
            start = place.start() + 1
    if start < len(text):
        yield text[start:]
