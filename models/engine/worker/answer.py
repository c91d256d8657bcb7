"""One answer while it is written: its text and what it must obey, its sampler chain and decode loop, and its record."""

import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from types import TracebackType
from typing import Self

from models.engine.protocol import (
    Channel,
    Done,
    Event,
    Generate,
    GenerateMany,
    Notice,
    Progress,
    Prompt,
    TakenBack,
    Token,
)
from models.engine.worker.begun import BegunPrompt
from models.engine.worker.channels import ChannelReader
from models.engine.worker.decode import DecodeLoop, Limits, Tally, TokenSequence, Wishes
from models.engine.worker.emitter import TokenEmitter
from models.engine.worker.model import LoadedModel
from models.engine.worker.sampling import Logits
from models.engine.worker.sections import AnswerSampler, SectionTracker
from models.engine.worker.structure import Structure
from models.record import Evaluation, StopReason, UsedSettings
from models.sampling import SamplingSettings, SectionTemperatures, TextSection

_WARMER, _WARMEST = 0.15, 1.0
_REPEAT_PENALTY = 1.1
_REPEAT_LAST = 256


class Answer:
    """Number `number` of the answers to a request. A context manager: frees what is native.

    Its prompt is told by `begin`, is computed by someone else, and is what `attach` goes on from. Raises UserError
    where its schema cannot be used.
    """

    def __init__(
        self,
        request: Generate | GenerateMany,
        settings: SamplingSettings,
        model: LoadedModel,
        *,
        arrived: float,
        send: Callable[[Event], None],
        number: int = 0,
    ) -> None:
        self._request = request
        self._settings = settings
        self._model = model
        self._send = send
        self._number = number
        self._owned = ExitStack()
        self._before = ""
        self._written: list[str] = []
        self._tally = Tally(arrived)
        self._emitter = self._make_emitter(ChannelReader(model.tags, opened=False))
        self._sequence: TokenSequence = model.state
        self._loop: DecodeLoop | None = None
        self._sampler: AnswerSampler | None = None
        seed = settings.seed if settings.seed is not None else secrets.randbelow(2**32 - 1)
        self.used = UsedSettings.of(settings, seed=seed)
        self._structure = self._make_structure(settings.schema)

    @property
    def turns(self) -> int:
        """How many turns of the decode loop there were."""
        return self._loop.turns if self._loop else 0

    @property
    def answer_now_turn(self) -> int | None:
        """The turn in which the user ended the thinking, None where there was none."""
        return self._loop.answer_now_turn if self._loop else None

    def begin(self, prompt: BegunPrompt) -> None:
        """Take the prompt that is to be answered."""
        reader = ChannelReader(self._model.tags, opened=prompt.thinking_opened)
        if prompt.written is not None:
            prompt.written.go_on(reader)
            self._before = prompt.written.continuation.content
            self._tally.thought = prompt.written.thinking
            if self._structure is not None:
                self._structure.go_on(prompt.written.of_answer)
        self._emitter = self._make_emitter(reader)
        self._tally.prompt = len(prompt.tokens)
        self._tally.dropped_messages = prompt.dropped

    def tell_prompt(self, done: int, *, reused: int) -> None:
        """Tell how much of the prompt is computed."""
        tally = self._tally
        tally.reused = reused
        self._send(Prompt(self._request.request, done, tally.prompt, reused, tally.dropped_messages))

    def attach(self, sequence: TokenSequence, logits: Logits, prompt: BegunPrompt) -> None:
        """Go on behind a prompt that `sequence` holds; `logits` read those of its last token from now on."""
        self._sequence = sequence
        if self._model.clock:
            self._model.clock.reset()
        sampler = AnswerSampler(self._settings, logits, seed=self.used.seed, tracker=self._tracker(prompt))
        self._sampler = self._owned.enter_context(sampler)
        sampler.accept(prompt.tokens)
        self._loop = DecodeLoop(
            model=self._model,
            sequence=sequence,
            sampler=sampler,
            helped=_helped(self._settings),
            emitter=self._emitter,
            limits=Limits.of(self._settings, self._model.context_size, thought=prompt.thinking_tokens),
            tally=self._tally,
            structure=self._structure,
        )

    def run(self, wishes: Wishes) -> StopReason:
        """Write the answer to its end. Raises UserError where computing fails."""
        return self._attached().run(wishes, report=self.report)

    def turn(self, *, answer_now: Callable[[], bool]) -> StopReason | None:
        """Make one token, as `DecodeLoop.turn`."""
        return self._attached().turn(answer_now=answer_now)

    def report(self) -> None:
        """Tell the speed."""
        tally, used = self._tally, len(self._sequence.tokens)
        sections = self._sampler.spans(self._emitter.tokens) if self._sampler else ()
        speed = tally.tokens_per_second
        self._send(Progress(self._request.request, tally.sampled, speed, used, self._number, sections))

    def flush(self) -> None:
        """Send the text that was held back: what the model has written stays, whatever happens."""
        self._emitter.finish()

    def finish(self, reason: StopReason, evaluation: Evaluation | None) -> None:
        """End the answer; its last event is sent."""
        thinking_ended = self._emitter.thinking_ended_at or time.perf_counter()
        self.flush()
        request, model, tally = self._request, self._model, self._tally
        self._send(
            Done(
                request.request,
                request.mode,
                request.mode_source,
                model.identity,
                self.used,
                model.engine,
                tally.statistics(reason, self._emitter.first_text_at),
                len(self._sequence.tokens),
                thinking_ended - tally.first if tally.thinking and tally.first else None,
                self._fault(),
                evaluation,
                self._number,
                model.clock.mean_ms if model.clock else None,
                self._sampler.spans(self._emitter.tokens) if self._sampler else (),
            )
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._owned.close()
        # The loop knows the answer, too: without this arrays of megabytes would wait for the garbage collector.
        self._loop = self._structure = self._sampler = None

    def _attached(self) -> DecodeLoop:
        if self._loop is None:
            raise RuntimeError("the prompt was not computed")
        return self._loop

    def _tracker(self, prompt: BegunPrompt) -> SectionTracker | None:
        """Return what follows the sections of the answer, behind what was there before; None where nothing does."""
        if self._settings.sections is None:
            return None
        written = prompt.written
        return SectionTracker(
            is_json=self._structure is not None,
            thought=written.thinking if written else "",
            written=written.continuation.content if written else "",
        )

    def _make_structure(self, schema: str | None) -> Structure | None:
        if schema is None:
            return None
        structure = Structure(schema, self._model.vocabulary)
        self._owned.callback(structure.close)
        return structure

    def _make_emitter(self, reader: ChannelReader) -> TokenEmitter:
        return TokenEmitter(self._request.request, reader, self._tell, stop=self._settings.stop, answer=self._number)

    def _tell(self, event: Token | TakenBack) -> None:
        if self._structure is not None:
            self._note(event)
        self._send(event)

    def _note(self, event: Token | TakenBack) -> None:
        """Keep the answer's text: it will be checked."""
        if isinstance(event, TakenBack):
            self._written = ["".join(self._written)[: event.written]]
        elif event.channel is Channel.ANSWER:
            self._written.append(event.text)

    def _fault(self) -> Notice | None:
        if self._structure is None:
            return None
        fault = self._structure.fault_of(self._before + "".join(self._written))
        return Notice(fault.id, fault.fields) if fault else None


def _helped(settings: SamplingSettings) -> SamplingSettings:
    """Return the settings with which a model gets out of a circle: a little warmer, and what it said lately costs."""
    sections = settings.sections
    return replace(
        settings,
        temperature=_warmer(settings.temperature),
        sections=sections and SectionTemperatures(**{each: _warmer(sections.of(each)) for each in TextSection}),
        repeat_penalty=max(settings.repeat_penalty, _REPEAT_PENALTY),
        repeat_last_n=max(settings.repeat_last_n, _REPEAT_LAST),
    )


def _warmer(temperature: float) -> float:
    return max(temperature, min(temperature + _WARMER, _WARMEST))
