"""The sampler chain of one answer: Tempera's fixed order, without the samplers that do nothing."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

import numpy as np
from llama_cpp import llama_cpp as lib

from models.engine.worker.sampling.draw import Draw
from models.engine.worker.sampling.grammar import Grammar
from models.engine.worker.sampling.logits import Logits
from models.engine.worker.sampling.native import CandidateArray, native_chain
from models.engine.worker.sampling.penalties import Penalties
from models.errors import user_error
from models.sampling import SamplingSettings

_LIKELY = 512
"""Most probable tokens that a grammar is asked about before the whole vocabulary."""

_MANY = 8192
"""Tokens of which llama.cpp's samplers choose more slowly than `Draw`."""

_NO_SEED = 2**32 - 1  # llama.cpp's sign for a random one


def chain_names(settings: SamplingSettings) -> tuple[str, ...]:
    """Return the samplers that `settings` needs, in order; the last one picks the token."""
    names = []
    if penalizes(settings):
        names.append("penalties")
    if settings.temperature <= 0:
        return (*names, "greedy")
    if settings.top_k > 0:
        names.append("top_k")
    if settings.temperature != 1:
        names.append("temperature")
    if settings.top_p < 1:
        names.append("top_p")
    if settings.min_p > 0:
        names.append("min_p")
    return (*names, "distribution")


def penalizes(settings: SamplingSettings) -> bool:
    """Return whether any penalty is on."""
    return settings.repeat_last_n > 0 and (
        settings.repeat_penalty != 1 or settings.frequency_penalty != 0 or settings.presence_penalty != 0
    )


class SamplerChain:
    """Chooses the next token from the last logits of a context. A context manager: frees what is native.

    llama.cpp gives a chain the whole vocabulary: of 152,000 words it writes 1.8 MB for every token. A chain that keeps
    the k most probable chooses the same from any set that contains them, so it is given such a set. Without a top_k
    `Draw` does the work. docs/decisions/0003 has the figures.

    With a grammar, which belongs to the caller, a token is chosen as without, and only this one is shown to it. Where
    it is refused, the chain chooses once more, from the tokens that the grammar allows: llama.cpp's own way.

    Chains that take turns share their `penalties`, which belong to the caller too: what one chose all look back over.
    """

    def __init__(
        self,
        settings: SamplingSettings,
        logits: Logits,
        *,
        seed: int,
        grammar: Grammar | None = None,
        penalties: Penalties | None = None,
    ) -> None:
        self._logits = logits
        self._grammar = grammar
        self._candidates = CandidateArray()
        self._own_penalties = None
        if penalties is None and penalizes(settings):
            penalties = self._own_penalties = Penalties(settings, logits.vocabulary_size)
        self._penalties = penalties
        self._most_probable = 1 if settings.temperature <= 0 else settings.top_k
        self._draw = None if self._most_probable else Draw(settings, logits, seed=seed)
        # Penalties come first in the order, whatever follows.
        names = [name for name in chain_names(settings) if name != "penalties"]
        # Beside `Draw` it needs random numbers of its own: those that led to a refused token would be no longer random.
        own_seed = (seed + 1) % _NO_SEED if self._draw else seed
        self._chain: Any = native_chain(names, settings, seed=own_seed, vocabulary_size=logits.vocabulary_size)

    def constrain(self, grammar: Grammar | None) -> None:
        """Let the tokens chosen from now on obey `grammar`; None: none. It belongs to the caller."""
        self._grammar = grammar

    def sample(self) -> int:
        """Choose a token and remember it. Raises UserError where the vocabulary has none that the grammar allows."""
        values = self._logits.read()
        if self._penalties:
            self._penalties.apply(values)
        token = self._choose()
        if token is None:
            token = int(lib.llama_sampler_sample(self._chain, self._logits.context, self._logits.place))
        if self._grammar:
            token = self._obedient(self._grammar, token)
        if self._penalties:
            self._penalties.accept((token,))
        return token

    def accept(self, tokens: Sequence[int]) -> None:
        """Remember tokens that the chain did not choose itself, the prompt's: penalties look back over them too."""
        if self._penalties:
            self._penalties.accept(tokens)

    def _choose(self) -> int | None:
        """Choose in the quick way; None where there is none."""
        if self._draw:
            return self._draw.choose()
        if self._most_probable > self._logits.most_found:
            return None
        tokens = self._logits.highest(self._most_probable)
        if not len(tokens):
            return None
        return self._candidates.choose(self._chain, tokens, self._logits.read()[tokens])

    def _obedient(self, grammar: Grammar, token: int) -> int:
        """Return `token`, or another one where `grammar` refuses it, and let the grammar go on by it."""
        if not grammar.allows(token):
            token = self._choose_allowed(grammar)
        grammar.accept(token)
        return token

    def _choose_allowed(self, grammar: Grammar) -> int:
        """Choose from the tokens that `grammar` allows. The logits of all others may be lost."""
        values, count = self._logits.read(), self._most_probable
        if 0 < count <= self._logits.most_found:
            # The allowed ones among the highest are the highest of all that are allowed.
            allowed = grammar.among(self._logits.highest(max(count, min(_LIKELY, self._logits.most_found))))
            if len(allowed) >= count:
                return self._candidates.choose(self._chain, allowed, values[allowed])
        allowed = grammar.allowed()
        if not len(allowed):
            raise user_error("schema.no_token")
        if self._draw and len(allowed) > _MANY:
            refused = np.ones(len(values), np.bool_)
            refused[allowed] = False
            values[refused] = -np.inf
            token = self._draw.choose()
            if token is not None:
                return token
        return self._candidates.choose(self._chain, allowed, values[allowed])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        lib.llama_sampler_free(self._chain)
        for part in (self._own_penalties, self._draw):
            if part:
                part.close()
