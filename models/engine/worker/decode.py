"""The decode loop: one answer from a prompt to its last token, a turn for each.

A turn samples a token from the logits of the last one, hands its bytes on and lets the next logits be computed: at
once where the answer is alone, together with those of others where several are made in one batch.
"""

import codecs
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from models.engine.protocol import Channel
from models.engine.worker.emitter import TokenEmitter
from models.engine.worker.last_words import last_words
from models.engine.worker.loop_guard import Loop, LoopGuard
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import Interrupted
from models.engine.worker.sections import AnswerSampler
from models.engine.worker.structure import Structure
from models.record import Statistics, StopReason, ThinkingEnd
from models.sampling import SamplingSettings

REPORT_INTERVAL = 0.25
"""Seconds between reports of the speed."""

_RECENT = 64
"""Tokens whose text tells the language of the thinking."""
_RECENT_CHARACTERS = 256
"""Characters of the thinking before that do."""


@dataclass(frozen=True)
class Limits:
    """When an answer is long enough, in tokens. Without a `thinking` limit `total` counts both channels."""

    total: int
    thinking: int | None
    context: int

    @classmethod
    def of(cls, settings: SamplingSettings, context: int, *, thought: int = 0) -> "Limits":
        """Return the limits that `settings` ask for in a context of that many tokens, behind `thought` tokens."""
        thinking = settings.max_thinking_tokens
        return cls(settings.max_tokens, None if thinking is None else max(0, thinking - thought), context)


@dataclass(frozen=True)
class Wishes:
    """What the user may ask for while an answer is made; looked at before every token."""

    stop: Callable[[], bool]
    answer_now: Callable[[], bool]


@dataclass
class Tally:
    """Counts and times of one answer while it is made. Times are `time.perf_counter()` seconds.

    `thought` is what was thought before, where the answer goes on behind it.
    """

    arrived: float
    prompt: int = 0
    reused: int = 0
    sampled: int = 0
    thinking: int = 0
    thought: str = ""
    loops: int = 0
    thinking_end: ThinkingEnd | None = None
    dropped_messages: int = 0
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
            dropped_messages=self.dropped_messages,
        )


class TokenSequence(Protocol):
    """The tokens of one answer, prompt included, as a context holds or is about to hold them."""

    @property
    def tokens(self) -> Sequence[int]:
        """All of them, in order."""

    def append(self, token: int) -> None:
        """Add a token that is to be computed."""

    def extend(self, tokens: Sequence[int]) -> None:
        """Add several tokens that are to be computed."""

    def truncate(self, count: int) -> None:
        """Keep the first `count` tokens; none where the model's memory cannot be cut."""


class DecodeLoop:
    """Makes one answer behind the prompt in `sequence`, whose last logits the `sampler` reads.

    `helped` are the settings to go on with where the model went round in circles. `structure` is what the answer has to
    obey; the thinking is free.
    """

    def __init__(
        self,
        *,
        model: LoadedModel,
        sequence: TokenSequence,
        sampler: AnswerSampler,
        helped: SamplingSettings,
        emitter: TokenEmitter,
        limits: Limits,
        tally: Tally,
        structure: Structure | None = None,
    ) -> None:
        self._model = model
        self._sequence = sequence
        self._sampler = sampler
        self._helped = helped
        self._emitter = emitter
        self._limits = limits
        self._tally = tally
        self._structure = structure
        self._answer_place = len(sequence.tokens)
        self._recent: deque[str] = deque((tally.thought[-_RECENT_CHARACTERS:],), maxlen=_RECENT)
        self.turns = 0
        self.answer_now_turn: int | None = None
        if emitter.channel is Channel.ANSWER:
            self._begin_answer()
        self._watch()

    def run(self, wishes: Wishes, *, report: Callable[[], None]) -> StopReason:
        """Decode until the model ends, a limit is reached or the user stops it; `report` is called now and then.

        Raises UserError where computing fails.
        """
        next_report = 0.0
        try:
            while not wishes.stop():
                reason = self.turn(answer_now=wishes.answer_now)
                if reason is not None:
                    return reason
                if self._tally.last >= next_report:
                    next_report = self._tally.last + REPORT_INTERVAL
                    report()
        except Interrupted:
            pass
        return StopReason.STOPPED

    def turn(self, *, answer_now: Callable[[], bool]) -> StopReason | None:
        """Make one token, or end the thinking; return why the answer is at its end, None where it goes on.

        Raises Interrupted where the computation was stopped, UserError where it fails.
        """
        self.turns += 1
        if self._limit_reached():
            return StopReason.LENGTH
        end = self._end_of_thinking(answer_now)
        if end is not None:
            return self._end_thinking(end)
        return self._next_token()

    def _next_token(self) -> StopReason | None:
        tally, emitter, vocabulary = self._tally, self._emitter, self._model.vocabulary
        channel = emitter.channel
        token = self._sampler.next_token(emitter)
        tally.last = time.perf_counter()
        tally.first = tally.first or tally.last
        tally.sampled += 1
        tally.thinking += channel is Channel.THINKING
        if vocabulary.ends_generation(token):
            return StopReason.END
        piece = vocabulary.piece(token)
        self._sampler.feed(emitter.add(piece))
        if emitter.stopped:
            return StopReason.STOP_TEXT
        text = self._characters.decode(piece)
        self._recent.append(text)
        loop = self._guard.add(token, text)
        if loop is not None:
            return None if self._leave(loop) else StopReason.LOOP
        self._sequence.append(token)
        if emitter.channel is not channel:
            self._change_channel(channel)
        return None

    def _watch(self) -> None:
        """Look for loops from here on: what was thought may be said again in the answer."""
        self._guard = LoopGuard()
        self._characters = codecs.getincrementaldecoder("utf-8")("replace")
        self._watched_tokens = self._emitter.tokens
        self._watched_place = len(self._sequence.tokens)

    def _begin_answer(self) -> None:
        """From here on the structure is obeyed."""
        self._answer_place = len(self._sequence.tokens)
        if self._structure is not None:
            self._sampler.constrain(self._structure.after(()))

    def _change_channel(self, before: Channel) -> None:
        if before is Channel.THINKING:
            self._tally.thinking_end = self._tally.thinking_end or ThinkingEnd.MODEL
            self._begin_answer()
        self._watch()

    def _leave(self, loop: Loop) -> bool:
        """Go back to before `loop`; return whether the model gets another chance."""
        sequence = self._sequence
        place = self._watched_place + loop.start
        self._emitter.take_back(self._watched_tokens + loop.start)
        self._sampler.take_back(self._emitter)
        self._guard.forget_from(loop.start)
        self._characters.reset()
        self._tally.loops += 1
        last, round_of_it = sequence.tokens[place - 1], sequence.tokens[place : place + loop.period]
        sequence.truncate(place - 1)
        if self._tally.loops > 1 or len(sequence.tokens) < place - 1:  # some models' memory cannot be cut
            return False
        sequence.append(last)  # the logits before the loop
        self._sampler.change(self._helped)
        self._sampler.accept([*sequence.tokens, *round_of_it])
        if self._structure is not None and self._emitter.channel is Channel.ANSWER:
            self._sampler.constrain(self._structure.after(sequence.tokens[self._answer_place :]))
        return True

    def _limit_reached(self) -> bool:
        tally, limits = self._tally, self._limits
        if len(self._sequence.tokens) >= limits.context:
            return True
        if limits.thinking is None:
            return tally.sampled >= limits.total
        return self._emitter.channel is Channel.ANSWER and tally.sampled - tally.thinking >= limits.total

    def _end_of_thinking(self, answer_now: Callable[[], bool]) -> ThinkingEnd | None:
        if self._emitter.channel is not Channel.THINKING:
            return None
        if answer_now():
            self.answer_now_turn = self.turns - 1
            return ThinkingEnd.USER
        limit = self._limits.thinking
        return ThinkingEnd.BUDGET if limit is not None and self._tally.thinking >= limit else None

    def _end_thinking(self, end: ThinkingEnd) -> StopReason | None:
        """Write the closing tag in the model's place, and that it answers now, so that it does."""
        words = last_words("".join(self._recent)) if self._tally.thinking or self._tally.thought else ""
        closing = self._model.closing_tokens(words)
        if len(self._sequence.tokens) + len(closing) >= self._limits.context:
            return StopReason.LENGTH
        self._emitter.close_thinking(words)
        self._tally.thinking_end = end
        self._sampler.accept(closing)
        self._sequence.extend(closing)
        self._begin_answer()
        self._watch()
        return None
