"""The decode loop: one answer from a prompt to its last token.

Each turn samples a token from the logits of the last one, hands its bytes on and computes the next logits. No other
Python object is made per token than the token itself.
"""

import codecs
import time
from collections.abc import Callable
from dataclasses import dataclass

from models.engine.protocol import Channel
from models.engine.worker.emitter import TokenEmitter
from models.engine.worker.loop_guard import Loop, LoopGuard
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import Interrupted
from models.engine.worker.sampling import SamplerChain
from models.engine.worker.structure import Structure
from models.record import Statistics, StopReason, ThinkingEnd
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


@dataclass(frozen=True)
class Wishes:
    """What the user may ask for while an answer is made; looked at before every token."""

    stop: Callable[[], bool]
    answer_now: Callable[[], bool]


@dataclass
class Tally:
    """Counts and times of one answer while it is made. Times are `time.perf_counter()` seconds."""

    arrived: float
    prompt: int = 0
    reused: int = 0
    sampled: int = 0
    thinking: int = 0
    loops: int = 0
    thinking_end: ThinkingEnd | None = None
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
            thinking_end=self.thinking_end,
            loops=self.loops,
        )


class DecodeLoop:
    """Makes one answer in the context of a model, which holds its prompt.

    `helped` makes the chain that goes on where the model went round in circles. `structure` is what the answer has to
    obey; the thinking is free.
    """

    def __init__(
        self,
        *,
        model: LoadedModel,
        chain: SamplerChain,
        helped: Callable[[], SamplerChain],
        emitter: TokenEmitter,
        limits: Limits,
        tally: Tally,
        structure: Structure | None = None,
    ) -> None:
        self._vocabulary = model.vocabulary
        self._state = model.state
        self._closing = model.closing_tokens
        self._chain = chain
        self._helped = helped
        self._emitter = emitter
        self._limits = limits
        self._tally = tally
        self._structure = structure
        self._answer_place = len(model.state.tokens)
        if emitter.channel is Channel.ANSWER:
            self._begin_answer()
        self._watch()

    def run(self, wishes: Wishes, *, report: Callable[[], None]) -> StopReason:
        """Decode until the model ends, a limit is reached or the user stops it; `report` is called now and then.

        Raises UserError where computing fails.
        """
        try:
            return self._run(wishes, report)
        except Interrupted:
            return StopReason.STOPPED

    def _run(self, wishes: Wishes, report: Callable[[], None]) -> StopReason:
        vocabulary, tally, emitter = self._vocabulary, self._tally, self._emitter
        next_report = 0.0
        while not wishes.stop():
            reason = self._limit_reached(answer_now=wishes.answer_now)
            if reason is not None:
                return reason
            token = self._chain.sample()
            now = time.perf_counter()
            tally.sampled += 1
            tally.first = tally.first or now
            tally.last = now
            channel = emitter.channel
            if channel is Channel.THINKING:
                tally.thinking += 1
            if vocabulary.ends_generation(token):
                return StopReason.END
            piece = vocabulary.piece(token)
            emitter.add(piece)
            if now >= next_report:
                next_report = now + _REPORT_INTERVAL
                report()
            loop = self._guard.add(token, self._characters.decode(piece))
            if loop is not None:
                if not self._leave(loop):
                    return StopReason.LOOP
                continue
            self._state.append(token)
            if emitter.channel is not channel:
                self._change_channel(channel)
        return StopReason.STOPPED

    def _watch(self) -> None:
        """Look for loops from here on: what was thought may be said again in the answer."""
        self._guard = LoopGuard()
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")
        self._watched_tokens = self._emitter.tokens
        self._watched_place = len(self._state.tokens)

    def _begin_answer(self) -> None:
        """From here on the structure is obeyed."""
        self._answer_place = len(self._state.tokens)
        if self._structure is not None:
            self._chain.constrain(self._structure.after(()))

    def _change_channel(self, before: Channel) -> None:
        if before is Channel.THINKING:
            self._tally.thinking_end = self._tally.thinking_end or ThinkingEnd.MODEL
            self._begin_answer()
        self._watch()

    def _leave(self, loop: Loop) -> bool:
        """Go back to before `loop`; return whether the model gets another chance."""
        place = self._watched_place + loop.start
        self._emitter.take_back(self._watched_tokens + loop.start)
        self._guard.forget_from(loop.start)
        self._characters.reset()
        self._tally.loops += 1
        last, round_of_it = self._state.tokens[place - 1], self._state.tokens[place : place + loop.period]
        self._state.truncate(place - 1)
        if self._tally.loops > 1 or len(self._state.tokens) < place - 1:  # some models' memory cannot be cut
            return False
        self._state.append(last)  # the logits before the loop
        self._chain = self._helped()
        self._chain.accept([*self._state.tokens, *round_of_it])
        if self._structure is not None and self._emitter.channel is Channel.ANSWER:
            self._chain.constrain(self._structure.after(self._state.tokens[self._answer_place :]))
        return True

    def _limit_reached(self, *, answer_now: Callable[[], bool]) -> StopReason | None:
        tally, limits = self._tally, self._limits
        if len(self._state.tokens) >= limits.context:
            return StopReason.LENGTH
        thinking = self._emitter.channel is Channel.THINKING
        if thinking and answer_now():
            return self._end_thinking(ThinkingEnd.USER)
        if limits.thinking is None:
            return StopReason.LENGTH if tally.sampled >= limits.total else None
        if thinking:
            return self._end_thinking(ThinkingEnd.BUDGET) if tally.thinking >= limits.thinking else None
        return StopReason.LENGTH if tally.sampled - tally.thinking >= limits.total else None

    def _end_thinking(self, end: ThinkingEnd) -> StopReason | None:
        """Write the closing tag in the model's place, so that it goes on with the answer."""
        if len(self._state.tokens) + len(self._closing) >= self._limits.context:
            return StopReason.LENGTH
        self._chain.accept(self._closing)
        self._state.compute(self._closing, progress=lambda _count: None, stopped=lambda: False)
        self._state.take_logits()
        self._tally.thinking_end = end
        self._emitter.close_thinking()
        self._begin_answer()
        self._watch()
        return None
