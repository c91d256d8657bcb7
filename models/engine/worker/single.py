"""Answering one question: its prompt is computed, or what is missing of it, then the answer is written."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from models.engine.protocol import Event, Generate
from models.engine.worker.answer import Answer
from models.engine.worker.batch_log import prompt_digest
from models.engine.worker.begun import BegunPrompt, begun_prompt
from models.engine.worker.decode import Wishes
from models.engine.worker.fit import FittingPrompt, fitting_prompt
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import Interrupted
from models.engine.worker.residence import Residence
from models.engine.worker.template import TemplateError
from models.errors import UserError, user_error
from models.record import Evaluation, StopReason


def generate(
    request: Generate,
    model: LoadedModel,
    residence: Residence,
    *,
    arrived: float,
    send: Callable[[Event], None],
    wishes: Wishes,
    number: int = 0,
) -> None:
    """Answer a question; the last event is the `Done` of answer `number`. Raises UserError where it cannot."""
    evaluation: Evaluation | None = None
    with Answer(request, request.settings, model, arrived=arrived, send=send, number=number) as answer:
        try:
            prompt = prompt_for(request, model, residence, stopped=wishes.stop)
            answer.begin(prompt)
            compute_prompt(answer, prompt.tokens, model, replay=request.replay, stopped=wishes.stop)
            evaluation = Evaluation(prompt_digest(prompt.tokens), model.state.log.batches(), continued=prompt.continued)
            answer.attach(model.state, model.logits, prompt)
            reason = answer.run(_as_then(wishes, answer, request.replay) if request.replay else wishes)
        except Interrupted:
            reason = StopReason.STOPPED
        except UserError:
            answer.flush()
            raise
        answer.finish(reason, told(evaluation, answer, reason))


def prompt_for(
    request: Generate, model: LoadedModel, residence: Residence, *, stopped: Callable[[], bool]
) -> BegunPrompt:
    """Return the prompt of a question, and let its conversation live in the context.

    Raises UserError where there can be none, Interrupted where it was stopped.
    """
    if stopped():
        raise Interrupted
    fitting = _fitting(request, model)
    residence.enter("" if request.replay else request.conversation, fitting.prompt.tokens)
    return begun_prompt(request, fitting, model)


def _fitting(request: Generate, model: LoadedModel) -> FittingPrompt:
    settings, written = request.settings, request.continuation
    length = len(model.prompts.written.read(written, opened=True).tokens) if written else 0
    try:
        fitting = fitting_prompt(
            model.prompts,
            request.messages,
            context=model.context_size,
            answer=settings.max_tokens,
            overflow=settings.overflow,
            written=length,
        )
    except TemplateError as error:
        raise user_error("engine.template_refused", str(error), reason=str(error)) from error
    if not fitting.prompt.tokens:
        raise user_error("engine.no_question")
    return fitting


def compute_prompt(
    answer: Answer,
    tokens: Sequence[int],
    model: LoadedModel,
    *,
    replay: Evaluation | None,
    stopped: Callable[[], bool],
) -> None:
    """Bring the context to the end of a prompt, whose last logits are there afterwards; tell how far it is.

    Raises Interrupted where it was stopped, UserError where it fails or cannot be computed as it was then.
    """
    state = model.state
    if replay is not None:
        if prompt_digest(tokens) != replay.prompt:
            raise user_error("engine.replay_differs")
        answer.tell_prompt(0, reused=0)
        state.replay(tokens, replay.batches, progress=lambda done: answer.tell_prompt(done, reused=0), stopped=stopped)
    else:
        reused = state.keep_prefix(tokens)
        answer.tell_prompt(reused, reused=reused)
        state.compute(
            tokens[reused:],
            progress=lambda done: answer.tell_prompt(done, reused=reused),
            stopped=stopped,
            piece=None if model.can_abort else model.piece_size,
        )
    state.take_logits()


def told(evaluation: Evaluation | None, answer: Answer, reason: StopReason) -> Evaluation | None:
    """Return how an answer was computed, with what the user did meanwhile; None where nothing was computed."""
    if evaluation is None:
        return None
    stop = answer.turns if reason is StopReason.STOPPED else None
    return replace(evaluation, answer_now=answer.answer_now_turn, stop=stop)


def _as_then(wishes: Wishes, answer: Answer, replay: Evaluation) -> Wishes:
    """Return the wishes that the user had when the answer was made first, and the wish to stop it now."""
    return Wishes(
        stop=lambda: wishes.stop() or answer.turns == replay.stop,
        answer_now=lambda: answer.turns - 1 == replay.answer_now,
    )
