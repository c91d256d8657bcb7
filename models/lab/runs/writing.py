"""Answers of a batch as they are written, and what becomes of each."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from models.engine import AnswerEvent, Channel, Done, TakenBack, Token
from models.lab.runs.values import Place, Trial
from models.record import AnswerRecord


@dataclass
class _Written:
    answer: str = ""
    thinking: str = ""


class BatchWriting:
    """Collects the events of a batch into its answers."""

    def __init__(
        self, places: Sequence[Place], *, instructions: str = "", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._places = places
        self._instructions = instructions
        self._clock = clock
        self._last = clock()
        self._share = 0.0
        self._alive = len(places)
        self._texts = [_Written() for _ in places]
        self.tokens = 0
        """The tokens of all answers so far."""

    def take(self, event: AnswerEvent) -> Trial | None:
        """Take an event and return the answer that it completes."""
        if isinstance(event, Token):
            text = self._texts[event.answer]
            self.tokens += event.count
            if event.channel is Channel.ANSWER:
                text.answer += event.text
            else:
                text.thinking += event.text
        elif isinstance(event, TakenBack):
            text = self._texts[event.answer]
            text.answer, text.thinking = text.answer[: event.written], text.thinking[: event.thinking]
        elif isinstance(event, Done):
            return self._done(event)
        return None

    def _done(self, event: Done) -> Trial:
        text = self._texts[event.answer]
        seconds = self._seconds()
        record = AnswerRecord(
            mode=event.mode,
            mode_source=event.mode_source,
            model=event.model,
            settings=event.settings,
            engine=event.engine,
            stats=event.stats,
            evaluation=event.evaluation,
            instructions=self._instructions,
            sections=event.sections,
        )
        thinking = text.thinking if event.thinking_seconds is not None else None
        return Trial(self._places[event.answer], text.answer, thinking, record, seconds)

    def _seconds(self) -> float:
        """Return the share of an answer that ends now: those that are written at one time share the time equally.

        The shares of a batch add up to what it took.
        """
        now = self._clock()
        self._share += (now - self._last) / max(self._alive, 1)
        self._last = now
        self._alive -= 1
        return self._share
