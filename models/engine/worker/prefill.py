"""Computing the next prompt before it is asked for: what is sure of it while it is typed, or an answer is read."""

from collections.abc import Callable

from models.engine.protocol import ChatMessage, Draft, Role
from models.engine.worker.fit import fitting_prompt
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import Interrupted, common_prefix
from models.engine.worker.residence import Residence
from models.engine.worker.template import TemplateError
from models.errors import UserError

_PLACEHOLDER = "x"
"""Stands for a question of which nothing is known yet: the template's text before it is."""


def prefill(draft: Draft, model: LoadedModel, residence: Residence, *, stopped: Callable[[], bool]) -> tuple[int, int]:
    """Bring the context to the sure beginning of the next prompt, as far as `stopped` lets it.

    Returns how many of its tokens the context holds, and how many were asked for.

    Nothing is lost where the user then writes something else: the next prompt keeps what it shares with the context.
    A draft that cannot be a prompt (too long, refused by the template) is left alone: sending it will say so.
    """
    try:
        wanted = _wanted(draft, model)
    except (UserError, TemplateError, Interrupted):
        return 0, 0
    residence.enter(draft.conversation, wanted)
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
    return common_prefix(state.tokens, wanted), len(wanted)


def _wanted(draft: Draft, model: LoadedModel) -> list[int]:
    typed = draft.text.strip()
    question = ChatMessage(Role.USER, draft.text if typed else _PLACEHOLDER)
    prompt = fitting_prompt(
        model.prompts,
        (*draft.messages, question),
        context=model.context_size,
        answer=draft.answer_tokens,
        overflow=draft.overflow,
    ).prompt
    if not typed or not model.can_truncate:  # what is typed may be taken back
        return prompt.tokens[: prompt.content_start]
    if draft.complete:
        return prompt.tokens
    return prompt.tokens[: prompt.content_end]
