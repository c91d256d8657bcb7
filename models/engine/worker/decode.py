"""The decode loop: one answer from a prompt to its last token.

Each turn samples a token from the logits of the last one, hands its bytes on and computes the next logits. No other
Python object is made per token than the token itself.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from models.engine.protocol import Channel
from models.engine.worker.emitter import TokenEmitter
from models.engine.worker.prompt_state import Interrupted, PromptState
from models.engine.worker.sampling import SamplerChain
from models.engine.worker.vocabulary import Vocabulary
from models.record import Statistics, StopReason
from models.sampling import SamplingSettings

_REPORT_INTERVAL = 0.25  # seconds between reports of the speed


@dataclass(frozen=True)
class Limits:
    """When an answer is long enough, in tokens. Without a `thinking` limit `total` counts both channels."""

    total: int
    thinking: int | None
    context: int

    @classmethod
    def of(cls, settings: SamplingSettings, context: int) -> "Limits":
        """Return the limits that `settings` ask for in a context of that many tokens."""
        return cls(settings.max_tokens, settings.max_thinking_tokens, context)


@dataclass
class Tally:
    """Counts and times of one answer while it is made. Times are `time.perf_counter()` seconds."""

    arrived: float
    prompt: int = 0
    reused: int = 0
    sampled: int = 0
    thinking: int = 0
    first: float = 0.0
    last: float = 0.0

    @property
    def tokens_per_second(self) -> float:
        """(n - 1) / (time of the last token - time of the first); 0 for fewer than two tokens."""
        spent = self.last - self.first
        return (self.sampled - 1) / spent if self.sampled > 1 and spent > 0 else 0.0

    def statistics(self, reason: StopReason, first_text_at: float | None) -> Statistics:
        """Return the counts as the record has them."""
        return Statistics(
            prompt_tokens=self.prompt,
            reused_tokens=self.reused,
            answer_tokens=self.sampled,
            thinking_tokens=self.thinking,
            first_token_ms=((first_text_at or self.first or self.arrived) - self.arrived) * 1000,
            tokens_per_second=self.tokens_per_second,
            stop_reason=reason,
        )


class DecodeLoop:
    """Makes one answer in a context that holds its prompt."""

    def __init__(
        self,
        *,
        vocabulary: Vocabulary,
        state: PromptState,
        chain: SamplerChain,
        emitter: TokenEmitter,
        limits: Limits,
        tally: Tally,
        closing: list[int],
    ) -> None:
        self._vocabulary = vocabulary
        self._state = state
        self._chain = chain
        self._emitter = emitter
        self._limits = limits
        self._tally = tally
        self._closing = closing

    def run(self, *, stopped: Callable[[], bool], report: Callable[[], None]) -> StopReason:
        """Decode until the model ends, a limit is reached or `stopped` says so; `report` is called now and then.

        Raises UserError where computing fails.
        """
        vocabulary, tally, emitter = self._vocabulary, self._tally, self._emitter
        next_report = 0.0
        while not stopped():
            reason = self._limit_reached()
            if reason is not None:
                return reason
            token = self._chain.sample()
            now = time.perf_counter()
            tally.sampled += 1
            tally.first = tally.first or now
            tally.last = now
            if emitter.channel is Channel.THINKING:
                tally.thinking += 1
            if vocabulary.ends_generation(token):
                return StopReason.END
            emitter.add(vocabulary.piece(token))
            if now >= next_report:
                next_report = now + _REPORT_INTERVAL
                report()
            try:
                self._state.append(token)
            except Interrupted:
                return StopReason.STOPPED
        return StopReason.STOPPED

    def _limit_reached(self) -> StopReason | None:
        tally, limits = self._tally, self._limits
        if len(self._state.tokens) >= limits.context:
            return StopReason.LENGTH
        if limits.thinking is None:
            return StopReason.LENGTH if tally.sampled >= limits.total else None
        if self._emitter.channel is Channel.THINKING:
            return self._end_thinking() if tally.thinking >= limits.thinking else None
        return StopReason.LENGTH if tally.sampled - tally.thinking >= limits.total else None

    def _end_thinking(self) -> StopReason | None:
        """Write the closing tag in the model's place, so that it goes on with the answer."""
        if len(self._state.tokens) + len(self._closing) >= self._limits.context:
            return StopReason.LENGTH
        self._chain.accept(self._closing)
        try:
            self._state.compute(self._closing, progress=lambda _count: None, stopped=lambda: False)
        except Interrupted:
            return StopReason.STOPPED
        self._emitter.close_thinking()
        return None
