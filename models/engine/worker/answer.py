"""Answering one question: prompt, reuse, decode loop, and the record of it all."""

import secrets
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, replace

from models.engine.protocol import Channel, Done, Event, Generate, Notice, Progress, Prompt, TakenBack, Token
from models.engine.worker.channels import ChannelReader
from models.engine.worker.decode import DecodeLoop, Limits, Tally, Wishes
from models.engine.worker.emitter import TokenEmitter
from models.engine.worker.fit import FittingPrompt, fitting_prompt
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import Interrupted
from models.engine.worker.residence import Residence
from models.engine.worker.sampling import SamplerChain
from models.engine.worker.structure import Structure
from models.engine.worker.template import TemplateError
from models.errors import UserError, user_error
from models.record import StopReason, UsedSettings
from models.sampling import SamplingSettings

_WARMER, _WARMEST = 0.15, 1.0
_REPEAT_PENALTY = 1.1
_REPEAT_LAST = 256


class Answer:
    """One `Generate` request, from its arrival to its last event."""

    def __init__(
        self,
        request: Generate,
        model: LoadedModel,
        residence: Residence,
        *,
        arrived: float,
        send: Callable[[Event], None],
        wishes: Wishes,
    ) -> None:
        self._request = request
        self._model = model
        self._residence = residence
        self._send = send
        self._wishes = wishes
        self._tally = Tally(arrived)
        self._structure: Structure | None = None
        self._written: list[str] = []
        self._seed = request.settings.seed if request.settings.seed is not None else secrets.randbelow(2**32 - 1)

    def run(self) -> None:
        """Answer; the last event is `Done`. Raises UserError where it cannot."""
        emitter = None
        try:
            self._structure = self._wanted_structure()
            fitting = self._fitting_prompt()
            emitter = self._emitter(opened=fitting.prompt.thinking_opened)
            self._read_prompt(fitting)
            reason = self._decode(fitting.prompt.tokens, emitter)
        except Interrupted:
            reason = StopReason.STOPPED
        except UserError:
            if emitter is not None:
                emitter.finish()  # what the model has written stays
            raise
        finally:
            if self._structure is not None:
                self._structure.close()
        self._finish(reason, emitter or self._emitter(opened=False))

    def _wanted_structure(self) -> Structure | None:
        schema = self._request.schema
        return None if schema is None else Structure(schema, self._model.vocabulary)

    def _emitter(self, *, opened: bool) -> TokenEmitter:
        return TokenEmitter(self._request.request, ChannelReader(self._model.tags, opened=opened), self._tell)

    def _tell(self, event: Token | TakenBack) -> None:
        if self._structure is not None:
            self._note(event)
        self._send(event)

    def _note(self, event: Token | TakenBack) -> None:
        """Keep the answer's text: it will be checked."""
        if isinstance(event, TakenBack):
            self._written = ["".join(self._written)[: event.answer]]
        elif event.channel is Channel.ANSWER:
            self._written.append(event.text)

    def _fault(self) -> Notice | None:
        if self._structure is None:
            return None
        fault = self._structure.fault_of("".join(self._written))
        return Notice(fault.id, fault.fields) if fault else None

    def _fitting_prompt(self) -> FittingPrompt:
        if self._wishes.stop():
            raise Interrupted
        model, request = self._model, self._request
        try:
            fitting = fitting_prompt(
                model.prompts, request.messages, context=model.context_size, answer=request.settings.max_tokens
            )
        except TemplateError as error:
            raise user_error("engine.template_refused", str(error), reason=str(error)) from error
        if not fitting.prompt.tokens:
            raise user_error("engine.no_question")
        return fitting

    def _read_prompt(self, fitting: FittingPrompt) -> None:
        state, tally, tokens = self._model.state, self._tally, fitting.prompt.tokens
        tally.prompt = len(tokens)
        self._residence.enter(self._request.conversation, tokens)
        tally.reused = state.keep_prefix(tokens)

        def progress(done: int) -> None:
            self._send(Prompt(self._request.request, done, len(tokens), tally.reused, fitting.dropped))

        progress(tally.reused)
        state.compute(
            tokens[tally.reused :],
            progress=progress,
            stopped=self._wishes.stop,
            piece=None if self._model.can_abort else self._model.piece_size,
        )
        state.take_logits()

    def _decode(self, prompt: list[int], emitter: TokenEmitter) -> StopReason:
        model, settings = self._model, self._request.settings
        with ExitStack() as chains:
            chain = chains.enter_context(SamplerChain(settings, model.logits, seed=self._seed))
            chain.accept(prompt)
            loop = DecodeLoop(
                model=model,
                chain=chain,
                helped=lambda: chains.enter_context(SamplerChain(_helped(settings), model.logits, seed=self._seed)),
                emitter=emitter,
                limits=Limits.of(settings, model.context_size),
                tally=self._tally,
                structure=self._structure,
            )
            return loop.run(self._wishes, report=self._report)

    def _report(self) -> None:
        tally = self._tally
        self._send(
            Progress(self._request.request, tally.sampled, tally.tokens_per_second, len(self._model.state.tokens))
        )

    def _finish(self, reason: StopReason, emitter: TokenEmitter) -> None:
        thinking_ended = emitter.thinking_ended_at or time.perf_counter()
        emitter.finish()
        request, model, tally = self._request, self._model, self._tally
        self._send(
            Done(
                request.request,
                request.mode,
                request.mode_source,
                model.identity,
                UsedSettings(**{**asdict(request.settings), "seed": self._seed}),
                model.engine,
                tally.statistics(reason, emitter.first_text_at),
                len(model.state.tokens),
                thinking_ended - tally.first if tally.thinking and tally.first else None,
                self._fault(),
            )
        )


def _helped(settings: SamplingSettings) -> SamplingSettings:
    """Return the settings with which a model gets out of a circle: a little warmer, and what it said lately costs."""
    return replace(
        settings,
        temperature=max(settings.temperature, min(settings.temperature + _WARMER, _WARMEST)),
        repeat_penalty=max(settings.repeat_penalty, _REPEAT_PENALTY),
        repeat_last_n=max(settings.repeat_last_n, _REPEAT_LAST),
    )
