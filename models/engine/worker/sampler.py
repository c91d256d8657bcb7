"""The sampler chain of one answer: llama.cpp's samplers, in Tempera's fixed order, without those that do nothing."""

from collections import deque
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from llama_cpp import llama_cpp as lib

from models.engine.worker.candidates import Candidates
from models.sampling import SamplingSettings


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
    """Return whether any penalty is on; at 152k words the sampler costs 0.5 ms a token even when it does nothing."""
    return settings.repeat_last_n > 0 and (
        settings.repeat_penalty != 1 or settings.frequency_penalty != 0 or settings.presence_penalty != 0
    )


class SamplerChain:
    """Chooses the next token from the last logits of a context. A context manager: frees the native chain."""

    def __init__(self, settings: SamplingSettings, candidates: Candidates, *, seed: int) -> None:
        self.handle: Any = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        self._candidates = candidates
        self._most_probable = 1 if settings.temperature <= 0 else settings.top_k
        names = chain_names(settings)
        # The tokens that the penalties look back over: those whose logits they change.
        self._recent: deque[int] = deque(maxlen=settings.repeat_last_n if penalizes(settings) else 0)
        for name in names:
            lib.llama_sampler_chain_add(self.handle, _sampler(name, settings, seed, candidates.vocabulary_size))

    def sample(self) -> int:
        """Choose a token and remember it."""
        token = self._choose()
        if token is None:
            token = int(lib.llama_sampler_sample(self.handle, self._candidates.context, -1))
        self._recent.append(token)
        return token

    def accept(self, tokens: Sequence[int]) -> None:
        """Remember tokens that the chain did not choose itself, the prompt's: penalties look back over them too."""
        if reach := self._recent.maxlen:
            for token in tokens[-reach:]:
                lib.llama_sampler_accept(self.handle, token)
                self._recent.append(token)

    def _choose(self) -> int | None:
        """Choose from few candidates; None where that cannot be done."""
        penalized = frozenset(self._recent)
        count = self._most_probable + len(penalized)
        if self._most_probable and self._candidates.can_find(count):
            return self._candidates.choose(self.handle, count, penalized)
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        lib.llama_sampler_free(self.handle)


def _sampler(name: str, settings: SamplingSettings, seed: int, vocabulary_size: int) -> Any:
    make: dict[str, Callable[[], Any]] = {
        "penalties": lambda: lib.llama_sampler_init_penalties(
            vocabulary_size,
            settings.repeat_last_n,
            settings.repeat_penalty,
            settings.frequency_penalty,
            settings.presence_penalty,
        ),
        "greedy": lib.llama_sampler_init_greedy,
        "top_k": lambda: lib.llama_sampler_init_top_k(settings.top_k),
        "temperature": lambda: lib.llama_sampler_init_temp(settings.temperature),
        "top_p": lambda: lib.llama_sampler_init_top_p(settings.top_p, 1),
        "min_p": lambda: lib.llama_sampler_init_min_p(settings.min_p, 1),
        "distribution": lambda: lib.llama_sampler_init_dist(seed),
    }
    return make[name]()
