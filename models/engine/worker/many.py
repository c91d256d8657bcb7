"""Several answers to one prompt at once: they share its state, and each turn computes a token of all in one batch."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace

from models.engine.protocol import Done, Event, Generate, GenerateMany, Progress, Prompt, TakenBack, Token
from models.engine.worker.answer import Answer
from models.engine.worker.batch_log import prompt_digest
from models.engine.worker.decode import Wishes
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import Interrupted
from models.engine.worker.residence import Residence
from models.engine.worker.shared_context import NoSharedContext, SharedContext, SharedSequence
from models.engine.worker.single import compute_prompt, generate, prompt_for, told
from models.errors import UserError
from models.record import Evaluation, StopReason
from models.sampling import SamplingSettings

_MOST_TOGETHER = 16
_REPORT_TURNS = 16


class ManyAnswers:
    """Makes the answers to a `GenerateMany`, or one of them once more: then the others are made, but not told."""

    def __init__(
        self,
        request: GenerateMany,
        model: LoadedModel,
        residence: Residence,
        *,
        arrived: float,
        send: Callable[[Event], None],
        wishes: Wishes,
        replay: Evaluation | None = None,
    ) -> None:
        self._request = request
        self._model = model
        self._residence = residence
        self._arrived = arrived
        self._send = send if replay is None else _only(replay.place, send)
        self._wishes = wishes
        self._replay = replay

    def run(self) -> None:
        """Answer; the last events are a `Done` for each answer. Raises UserError where it fails."""
        numbers = range(len(self._request.settings))
        for first in numbers[::_MOST_TOGETHER]:
            self._group(numbers[first : first + _MOST_TOGETHER])

    def _group(self, numbers: Sequence[int]) -> None:
        """Make some of the answers together, in halves where the memory is too small, else one after another."""
        model, request = self._model, self._prompt_request(numbers[0])
        with ExitStack() as owned:
            answers = [owned.enter_context(self._answer(number)) for number in numbers]
            try:
                prompt = prompt_for(request, model, self._residence, stopped=self._wishes.stop)
                for answer in answers:
                    answer.begin(prompt)
                compute_prompt(answers[0], prompt.tokens, model, replay=self._replay, stopped=self._wishes.stop)
            except Interrupted:
                for answer in answers:
                    answer.finish(StopReason.STOPPED, None)
                return
            tokens = prompt.tokens
            evaluation = Evaluation(
                prompt_digest(tokens), model.state.log.batches(), together=tuple(answer.used for answer in answers)
            )
            room = max(_longest(self._request.settings[number]) for number in numbers)
            try:
                shared = owned.enter_context(SharedContext(model, tokens, len(answers), room=room))
            except NoSharedContext:
                if self._replay is not None:
                    raise
            else:
                for answer, sequence in zip(answers, shared.sequences, strict=True):
                    answer.attach(sequence, sequence.logits, prompt)
                _Round(answers, shared, evaluation, self._wishes, self._replay).run()
                return
        self._apart(numbers)

    def _apart(self, numbers: Sequence[int]) -> None:
        half = len(numbers) // 2
        if half and self._model.can_truncate:
            self._group(numbers[:half])
            self._group(numbers[half:])
            return
        for number in numbers:
            generate(
                self._prompt_request(number),
                self._model,
                self._residence,
                arrived=self._arrived,
                send=self._send,
                wishes=self._wishes,
                number=number,
            )

    def _prompt_request(self, number: int) -> Generate:
        request = self._request
        settings = request.settings[number]
        return Generate(
            request.request,
            request.messages,
            settings,
            request.mode,
            request.mode_source,
            request.conversation,
            self._replay,
        )

    def _answer(self, number: int) -> Answer:
        settings = self._request.settings[number]
        return Answer(self._request, settings, self._model, arrived=self._arrived, send=self._send, number=number)


class _Round:
    """Answers that are written together until the last of them is done."""

    def __init__(
        self,
        answers: Sequence[Answer],
        shared: SharedContext,
        evaluation: Evaluation,
        wishes: Wishes,
        replay: Evaluation | None,
    ) -> None:
        self._shared = shared
        self._wishes = wishes
        self._replay = replay
        self._turns = 0
        self._alive: list[tuple[Answer, SharedSequence, Evaluation]] = []
        for place, (answer, sequence) in enumerate(zip(answers, shared.sequences, strict=True)):
            self._alive.append((answer, sequence, replace(evaluation, place=place)))

    def run(self) -> None:
        """Write all answers. Raises UserError where computing fails; what was written is sent."""
        try:
            while self._alive and not self._stops():
                self._shared.compute([sequence for _, sequence, _ in self._alive])
                self._turn()
        except Interrupted:
            pass
        except UserError:
            for answer, _, _ in self._alive:
                answer.flush()
            raise
        for answer, _, evaluation in self._alive:
            answer.finish(StopReason.STOPPED, told(evaluation, answer, StopReason.STOPPED))

    def _turn(self) -> None:
        alive = []
        report = self._turns % _REPORT_TURNS == 0
        for answer, sequence, evaluation in self._alive:
            reason = answer.turn(answer_now=self._answers_now)
            if reason is None:
                alive.append((answer, sequence, evaluation))
                if report:
                    answer.report()
            else:
                answer.finish(reason, told(evaluation, answer, reason))
                sequence.truncate(0)
        self._alive = alive
        self._turns += 1

    def _stops(self) -> bool:
        return self._wishes.stop() or (self._replay is not None and self._replay.stop == self._turns)

    def _answers_now(self) -> bool:
        if self._replay is not None:
            return self._replay.answer_now == self._turns
        return self._wishes.answer_now()


def replay_together(
    request: Generate,
    model: LoadedModel,
    residence: Residence,
    *,
    arrived: float,
    send: Callable[[Event], None],
    wishes: Wishes,
) -> None:
    """Make an answer again that was made in one batch with others. Raises UserError where it cannot."""
    replay = request.replay
    if replay is None:
        raise ValueError("nothing to make again")
    settings = tuple(used.to_settings() for used in replay.together)
    together = GenerateMany(request.request, request.messages, settings, request.mode, request.mode_source)
    ManyAnswers(together, model, residence, arrived=arrived, send=send, wishes=wishes, replay=replay).run()


def _longest(settings: SamplingSettings) -> int:
    return settings.max_tokens + (settings.max_thinking_tokens or 0)


def _only(place: int, send: Callable[[Event], None]) -> Callable[[Event], None]:
    """Return a `send` for the events of one answer, as those of the only one."""

    def send_one(event: Event) -> None:
        if isinstance(event, Prompt):
            send(event)
        elif isinstance(event, Token | TakenBack | Progress | Done) and event.answer == place:
            send(replace(event, answer=0))

    return send_one
