"""Choosing the tokens of one answer: one sampler chain for each temperature that its sections have."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Final, Self

from models.engine.protocol import Channel
from models.engine.worker.channels import Piece
from models.engine.worker.emitter import TokenEmitter
from models.engine.worker.sampling import Grammar, Logits, Penalties, SamplerChain, penalizes
from models.engine.worker.sections.tracker import SectionTracker
from models.record import SectionSpan
from models.sampling import SamplingSettings, TextSection

_ORDER: Final = (TextSection.PROSE, TextSection.THINKING, TextSection.CODE, TextSection.JSON, TextSection.MATH)
"""Sections that share a temperature share a chain, and the first of them names its stream."""
_SEEDS: Final = 2**32 - 1


def stream_seed(seed: int, section: TextSection) -> int:
    """Return the seed of a section's random numbers in an answer with `seed`.

    Prose has the answer's own; the others the first four bytes, the lowest first, of the SHA-256 of the text
    "<seed>:<section>", modulo 2^32 - 1 (which is llama.cpp's sign for a random seed).
    """
    if section is TextSection.PROSE:
        return seed
    digest = hashlib.sha256(f"{seed}:{section.value}".encode()).digest()
    return int.from_bytes(digest[:4], "little") % _SEEDS


@dataclass(frozen=True)
class _Voice:
    """A chain, its temperature and the seed of its stream."""

    chain: SamplerChain
    temperature: float
    seed: int


class AnswerSampler:
    """Chooses from the last logits of a context. A context manager: frees what is native.

    With a `tracker` the chain is that of what is being written, `settings.sections` say how warm. All chains look back
    over the same tokens, whoever chose them: penalties do not depend on the temperature, so they are kept once. Each
    draws from a stream of its own, so to go over from one to another costs nothing.
    """

    def __init__(
        self, settings: SamplingSettings, logits: Logits, *, seed: int, tracker: SectionTracker | None = None
    ) -> None:
        self._owned = ExitStack()
        self._logits = logits
        self._seed = seed
        self._tracker = tracker
        self._section: TextSection | None = None
        self._begin(settings)

    def next_token(self, emitter: TokenEmitter) -> int:
        """Choose the token behind what the emitter was given. Raises UserError where a grammar allows none."""
        if self._tracker is not None:
            section = self._tracker.section(emitter.channel)
            if section is not self._section:
                self._turn_to(section, emitter, self._tracker)
        return self._chain.sample()

    def feed(self, pieces: Sequence[Piece]) -> None:
        """Take the text of a token: what comes next may belong to another section."""
        if self._tracker is not None:
            self._tracker.feed(pieces)

    def take_back(self, emitter: TokenEmitter) -> None:
        """Forget what the emitter has taken back; a `change` of the settings follows."""
        if self._tracker is not None:
            self._tracker.take_back(tokens=emitter.tokens, written=emitter.length(Channel.ANSWER))

    def spans(self, tokens: int) -> tuple[SectionSpan, ...]:
        """Return which chain wrote what of an answer of so many tokens; nothing without a tracker."""
        return self._tracker.spans(tokens) if self._tracker else ()

    def accept(self, tokens: Sequence[int]) -> None:
        """Remember tokens that were not chosen here: penalties look back over them too."""
        if self._penalties:
            self._penalties.accept(tokens)

    def constrain(self, grammar: Grammar | None) -> None:
        """Let the tokens chosen from now on obey `grammar`; None: none. It belongs to the caller."""
        for chain in self._chains:
            chain.constrain(grammar)

    def change(self, settings: SamplingSettings) -> None:
        """Go on with other settings, without memory and from the beginning of the random streams."""
        self._owned.close()
        self._begin(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._owned.close()

    def _turn_to(self, section: TextSection, emitter: TokenEmitter, tracker: SectionTracker) -> None:
        """Let the chain of a section choose from the next token on."""
        voice = self._voices[section]
        self._section, self._chain = section, voice.chain
        place, start = emitter.tokens, emitter.length(emitter.channel)
        tracker.note(section, temperature=voice.temperature, seed=voice.seed, token=place, start=start)

    def _begin(self, settings: SamplingSettings) -> None:
        self._penalties: Penalties | None = None
        if penalizes(settings):
            self._penalties = Penalties(settings, self._logits.vocabulary_size)
            self._owned.callback(self._penalties.close)
        self._voices: dict[TextSection, _Voice] = {}
        by_temperature: dict[float, _Voice] = {}
        for section in _ORDER:
            temperature = settings.sections.of(section) if settings.sections else settings.temperature
            voice = by_temperature.get(temperature)
            if voice is None:
                voice = by_temperature[temperature] = self._voice(settings, section, temperature)
            self._voices[section] = voice
        self._chains = [voice.chain for voice in by_temperature.values()]
        self._chain = self._voices[TextSection.PROSE].chain
        self._section = None  # no token is chosen yet

    def _voice(self, settings: SamplingSettings, section: TextSection, temperature: float) -> _Voice:
        seed = stream_seed(self._seed, section)
        own = replace(settings, temperature=temperature)
        chain = SamplerChain(own, self._logits, seed=seed, penalties=self._penalties)
        return _Voice(self._owned.enter_context(chain), temperature, seed)
