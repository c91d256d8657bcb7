"""Making a conversation fit into the context: its oldest exchanges go, rarely and many at once.

Each cut changes the beginning of the prompt, and all of it must be computed again. So cuts are made where a quarter of
a context ends, counted from the beginning of the conversation: until the next quarter is full they stay where they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from models.engine.protocol import ChatMessage, Role
from models.engine.worker.prompt import BuiltPrompt, PromptBuilder
from models.errors import user_error
from models.sampling import Overflow

_CUTS = 4
_MORE_THAN_ONE_QUESTION = 3
"""Messages at least: the question before, its answer, and the one to answer."""
_LEAST_ROOM = 8
"""An eighth of the context is kept free for the answer where messages can go instead."""


@dataclass(frozen=True)
class FittingPrompt:
    """A prompt that fits, and how many of the oldest messages were left out for it."""

    prompt: BuiltPrompt
    dropped: int


def fitting_prompt(
    builder: PromptBuilder,
    messages: Sequence[ChatMessage],
    *,
    context: int,
    answer: int,
    overflow: Overflow = Overflow.DROP,
    written: int = 0,
) -> FittingPrompt:
    """Build the prompt for `messages` in a context of that many tokens, with room for `answer` tokens or an eighth.

    `written` tokens of the answer are there already. Raises UserError where even the last question is too long, or
    nothing may be dropped and all is; TemplateError and Interrupted as `PromptBuilder.build`.
    """
    if overflow is Overflow.STOP:
        return _whole_prompt(builder, messages, context=context, written=written)
    instructions, exchanges = _exchanges(messages)
    limit = context - written - max(1, min(answer, context // _LEAST_ROOM))
    fixed = sum(map(builder.length, instructions))
    lengths = [sum(map(builder.length, exchange)) for exchange in exchanges]
    kept = FittingPrompt(BuiltPrompt([], thinking_opened=False), 0)
    for first in _cuts(lengths, step=max(1, context // _CUTS)):
        if fixed + sum(lengths[first:]) > limit and first < len(exchanges) - 1:
            continue  # too long even without the template's own text
        left = [message for exchange in exchanges[first:] for message in exchange]
        kept = FittingPrompt(builder.build([*instructions, *left]), len(messages) - len(instructions) - len(left))
        if len(kept.prompt.tokens) <= limit:
            return kept
    tokens = len(kept.prompt.tokens)
    if tokens + written >= context:
        raise user_error(_too_long(written), tokens=tokens + written, context=context)
    return kept


def _whole_prompt(
    builder: PromptBuilder, messages: Sequence[ChatMessage], *, context: int, written: int
) -> FittingPrompt:
    # Checked before it is built: a template may take long over what cannot fit anyway.
    tokens = sum(map(builder.length, messages))
    prompt = builder.build(messages) if tokens + written < context else None
    if prompt is not None and len(prompt.tokens) + written < context:
        return FittingPrompt(prompt, 0)
    tokens = (len(prompt.tokens) if prompt else tokens) + written
    alone = len(messages) < _MORE_THAN_ONE_QUESTION
    raise user_error(_too_long(written) if alone else "engine.context_used_up", tokens=tokens, context=context)


def _too_long(written: int) -> str:
    """Return the sentence for a question that does not fit, with what is written of its answer."""
    return "engine.no_room_to_continue" if written else "engine.prompt_too_long"


def _exchanges(messages: Sequence[ChatMessage]) -> tuple[list[ChatMessage], list[list[ChatMessage]]]:
    """Return the instructions at the beginning, and the rest as questions with their answers."""
    start = 1 if messages[0].role is Role.SYSTEM else 0
    exchanges: list[list[ChatMessage]] = []
    for index, message in enumerate(messages[start:]):
        if not index or message.role is Role.USER:
            exchanges.append([])
        exchanges[-1].append(message)
    return list(messages[:start]), exchanges


def _cuts(lengths: Sequence[int], *, step: int) -> list[int]:
    """Return the numbers of exchanges that may be left out, rising: none, those up to each full step, all but one."""
    ends = list(accumulate(lengths))
    last = max(0, len(lengths) - 1)
    cuts = {0, last}
    for index, end in enumerate(ends[:last]):
        before = ends[index - 1] if index else 0
        if end // step > before // step:
            cuts.add(index + 1)
    return sorted(cuts)
