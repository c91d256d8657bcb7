"""Computing the next prompt before it is asked for: what is sure of it while it is typed, or an answer is read."""

from collections.abc import Callable

from models.engine.protocol import ChatMessage, Prefill, Prefilled, Role
from models.engine.worker.fit import fitting_prompt
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import Interrupted, common_prefix
from models.engine.worker.residence import Residence
from models.engine.worker.template import TemplateError
from models.errors import UserError

_UNSETTLED = 2
"""Tokens at the end of a draft that the next letters may change."""

_PLACEHOLDER = "x"
"""Stands for a question of which nothing is known yet: the template's text before it is."""


def prefill(request: Prefill, model: LoadedModel, residence: Residence, *, stopped: Callable[[], bool]) -> Prefilled:
    """Bring the context to the sure beginning of the next prompt, as far as `stopped` lets it.

    Nothing is lost where the user then writes something else: the next prompt keeps what it shares with the context.
    A draft that cannot be a prompt (too long, refused by the template) is left alone: sending it will say so.
    """
    try:
        wanted = _wanted(request, model)
    except (UserError, TemplateError, Interrupted):
        return Prefilled(request.request, 0, 0)
    residence.enter(request.conversation, wanted)
    state = model.state
    shared = common_prefix(state.tokens, wanted)
    try:
        if shared < len(wanted):
            state.truncate(shared)
            state.compute(
                wanted[len(state.tokens) :], progress=lambda _count: None, stopped=stopped, piece=model.piece_size
            )
    except Interrupted:
        pass
    return Prefilled(request.request, common_prefix(state.tokens, wanted), len(wanted))


def _wanted(request: Prefill, model: LoadedModel) -> list[int]:
    draft = request.draft.strip()
    question = ChatMessage(Role.USER, request.draft if draft else _PLACEHOLDER)
    prompt = fitting_prompt(
        model.prompts, (*request.messages, question), context=model.context_size, answer=request.answer_tokens
    ).prompt
    if not draft or not model.can_truncate:  # what is typed may be taken back
        return prompt.tokens[: prompt.content_start]
    if request.complete:
        return prompt.tokens
    return prompt.tokens[: max(prompt.content_start, prompt.content_end - _UNSETTLED)]
