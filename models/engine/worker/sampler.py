"""The sampler chain of one answer: llama.cpp's samplers, in Tempera's fixed order, without those that do nothing."""

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Self

from llama_cpp import llama_cpp as lib

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
    """Chooses the next token from the logits of a context. A context manager: frees the native chain."""

    def __init__(self, settings: SamplingSettings, *, seed: int, vocabulary_size: int) -> None:
        self.handle: Any = lib.llama_sampler_chain_init(lib.llama_sampler_chain_default_params())
        self._penalty_range = settings.repeat_last_n if penalizes(settings) else 0
        for name in chain_names(settings):
            lib.llama_sampler_chain_add(self.handle, _sampler(name, settings, seed, vocabulary_size))

    def accept_prompt(self, tokens: Sequence[int]) -> None:
        """Let the penalties look back over the end of the prompt."""
        if self._penalty_range:
            for token in tokens[-self._penalty_range :]:
                lib.llama_sampler_accept(self.handle, token)

    def accept(self, token: int) -> None:
        """Tell the chain of a token that it did not choose itself."""
        lib.llama_sampler_accept(self.handle, token)

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
