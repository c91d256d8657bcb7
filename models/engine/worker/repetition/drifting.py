"""Finds rounds that differ a little: by a counter, a number, a letter, a name."""

from typing import Final

from models.engine.worker.repetition.loop import Loop
from models.engine.worker.repetition.symbols import LETTER, NUMBER, Symbol

_Context = tuple[str, ...]
_Place = tuple[_Context, str, int | None]

_WINDOW: Final = 600
"""Only the last so many symbols are looked back at."""
_KEPT: Final = 4 * _WINDOW
_CONTEXT: Final = 3
_MISSES: Final = 4
"""After so many symbols that are no copy, the distance that was followed is given up."""

_COUNTED: Final = -0.5
"""What a number says that goes on as the last ones did; this and the next are set against `Symbol.repeated`."""
_OTHER_CHOICE: Final = 0.0
"""What stood here in the text that is followed, but not where the same words stood last."""
_KNOWN_WORD_HERE: Final = -1.0
"""A word that stood at such a place before, though neither last nor in the text that is followed."""
_KNOWN_VALUE_HERE: Final = -2.0
"""A number or a letter that did: moves of a game and bits of a table bring little else."""
_KNOWN_WORD: Final = 0.2
"""A word that came up lately elsewhere counts against a loop by this part of what a new word does."""
_EXPECTED: Final = 0.35
"""Evidence a symbol: prose in circles has 0.5 to 0.9, honest lists, tables and sums, that bring new content, less."""

_LEAST_EVIDENCE: Final = 30.0
_DIP: Final = 12.0
"""Two or three new words in a round."""
_PROSE_REPEAT: Final = 320
"""Tokens; a counting song or a table of one-line templates has an end before."""
_ROUNDS: Final = 2
"""So many after the first one, however long a round is."""
_RECENT: Final = 300
_MOST: Final = 80
"""Percent of the words and numbers."""
_VARIED: Final = (NUMBER, LETTER)
_SENTENCES: Final = 11
_WORDY_SHARE: Final = 0.3
"""Of words among the symbols. The same a dozen times with nothing but a counter is a loop; numbers alone are none."""
_COUNTING_REPEAT: Final = 2000
"""Tokens of anything in which nothing happens but counting: the numbers from 1 to 100, the multiplication table."""


class DriftingCycles:
    """Follows of what the last symbols are a copy, and weighs what is copied against what is new. Bounded memory.

    The weighing is a cumulative sum test (Page, 1954): each symbol adds what it says for or against a loop, less what
    honest text may have; a sum below zero begins anew. Where it last began anew is where the loop began.
    """

    def __init__(self, first: int) -> None:
        """Begin at the token of index `first`."""
        self._keys: list[str] = []
        self._values: list[int | None] = []
        self._steps: list[int | None] = []
        self._tokens: list[int] = []
        self._back: list[int] = []
        self._after: dict[_Context, int] = {}
        self._in_place: dict[_Place, int] = {}
        self._words: dict[str, int] = {}
        self._distance = 0
        self._misses = 0
        self._evidence = 0.0
        self._begun = first
        self._most = 0.0
        self._most_at = first
        self._counting_since = first
        self._counted = 0
        self._counted_words = 0

    def add(self, symbol: Symbol, token: int) -> None:
        """Take the next symbol, that began in the token of index `token`."""
        here = len(self._keys)
        context = tuple(self._keys[-_CONTEXT:])
        place = (context, symbol.key, symbol.value)
        last = self._recent(self._after.get(context))
        source = self._source(symbol, here, last)
        step: int | None = None
        if source is None:
            gain = self._gain_of_new(symbol, place)
        elif last is not None and source != last:
            gain = _OTHER_CHOICE
        else:
            if symbol.value is not None:
                step = symbol.value - (self._values[source] or 0)
            gain = self._gain_of_copy(symbol, step, source, place)
        if gain < _COUNTED:
            self._counting_since = token + 1
            self._counted = self._counted_words = 0
        self._counted += 1
        self._counted_words += symbol.repeated >= 1
        self._keys.append(symbol.key)
        self._values.append(symbol.value)
        self._steps.append(step)
        self._tokens.append(token)
        self._back.append(0 if source is None else token - self._tokens[source])
        self._after[context] = self._in_place[place] = self._words[symbol.key] = here
        self._evidence += gain - _EXPECTED
        if self._evidence <= 0:
            self._evidence, self._begun, self._most = 0.0, token + 1, 0.0
        elif self._evidence >= self._most:
            self._most, self._most_at = self._evidence, token
        if here + 1 >= 2 * _KEPT:
            self._drop_old()

    def loop(self) -> Loop | None:
        """Return the loop the symbols so far end with."""
        if not self._distance:
            return None
        now = self._tokens[-1]
        counted = now - self._counting_since
        # what came since the evidence was greatest may be new text that does not yet outweigh what was repeated
        repeated = (now if self._evidence >= self._most - _DIP else self._most_at) - self._begun
        if max(counted, repeated) < _PROSE_REPEAT:
            return None
        period = self._period()
        needed = max(_PROSE_REPEAT, _ROUNDS * period)
        if repeated >= needed and self._evidence >= _LEAST_EVIDENCE:
            return Loop(start=self._begun, period=period)
        if counted >= (max(needed, _SENTENCES * period) if self._counting_says_much() else _COUNTING_REPEAT):
            return Loop(start=self._counting_since, period=period)
        return None

    def earlier(self, loop: Loop) -> Loop:
        """Return where a loop really began, of which each round may be several rounds with variations."""
        if loop.start - loop.period <= self._begun < loop.start and self._evidence >= _LEAST_EVIDENCE:
            return Loop(start=self._begun, period=self._period())
        return loop

    def _period(self) -> int:
        """Return how many tokens back most of the last words and numbers stood before.

        A text that is written out a second time is a copy over its whole length, even if half of it is a template.
        """
        recent = list(zip(self._back[-_RECENT:], self._keys[-_RECENT:], strict=True))
        back = sorted(tokens for tokens, key in recent if tokens and (key.isalpha() or key in _VARIED))
        back = back or sorted(tokens for tokens, _ in recent if tokens)
        return max(1, back[len(back) * _MOST // 100]) if back else 1

    def _counting_says_much(self) -> bool:
        return self._counted_words >= _WORDY_SHARE * self._counted

    def _source(self, symbol: Symbol, here: int, last: int | None) -> int | None:
        """Return of which earlier symbol the next one is a copy.

        That is what came `last` after the same, unless only what is followed has this word or this very number.
        """
        followed = here - self._distance if self._distance else None
        if followed is not None and self._keys[followed] != symbol.key:
            followed = None
        if last is not None and self._keys[last] != symbol.key:
            last = None
        if followed is None and last is None:
            self._misses += 1
            if self._misses > _MISSES:
                self._distance = 0
            return None
        self._misses = 0
        if followed is None and last is not None:
            self._distance = here - last
        if last is None or (followed is not None and self._values[followed] == symbol.value != self._values[last]):
            return followed
        return last

    def _gain_of_new(self, symbol: Symbol, place: _Place) -> float:
        if self._recent(self._in_place.get(place)) is not None:
            return _KNOWN_WORD_HERE
        return symbol.new if self._recent(self._words.get(symbol.key)) is None else symbol.new * _KNOWN_WORD

    def _gain_of_copy(self, symbol: Symbol, step: int | None, source: int, place: _Place) -> float:
        if not step:
            return symbol.repeated
        before = self._steps[source]
        if before is None or step == before:
            return _COUNTED
        return symbol.new if self._recent(self._in_place.get(place)) is None else _KNOWN_VALUE_HERE

    def _recent(self, at: int | None) -> int | None:
        return None if at is None or len(self._keys) - at > _WINDOW else at

    def _drop_old(self) -> None:
        dropped = len(self._keys) - _KEPT
        for column in (self._keys, self._values, self._steps, self._tokens, self._back):
            del column[:dropped]
        self._after = {key: at - dropped for key, at in self._after.items() if at >= dropped}
        self._in_place = {key: at - dropped for key, at in self._in_place.items() if at >= dropped}
        self._words = {key: at - dropped for key, at in self._words.items() if at >= dropped}
