"""From a tree of small steps to a tree of questions and answers.

Other programs keep an answer as many nodes (thinking, a call of a tool, what it returned, the text); here it is one
message. Steps of one side that follow each other are put together; where they branch, each branch gets the beginning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.engine import Role
from models.exchange.limits import LONGEST_CONVERSATION
from models.exchange.worker.problems import UnreadableConversationError
from models.history import AnswerState, WholeMessage


@dataclass(frozen=True)
class Step:
    """What one node says."""

    role: Role
    content: str
    created_ms: int | None = None
    thinking: str | None = None
    thinking_seconds: float | None = None
    state: AnswerState = AnswerState.COMPLETE


@dataclass(frozen=True)
class Node:
    """A node of the other program's tree; without a step it is passed through."""

    parent: str | None
    children: Sequence[str] = ()
    step: Step | None = None


@dataclass(eq=False)
class _Open:
    """A message as it stands after a node: its newest step, and the steps before it."""

    step: Step
    before: "_Open | None"
    question: "_Open | None"
    """The message of the other side that it follows."""
    wanted: bool = False
    number: int = field(default=0)

    def steps(self) -> list[Step]:
        found, place = [], self
        while True:
            found.append(place.step)
            if place.before is None:
                return found[::-1]
            place = place.before


def folded(nodes: Mapping[str, Node], leaf: str | None, created_ms: int) -> tuple[tuple[WholeMessage, ...], int | None]:
    """Return the messages, parents first, and the id of the one that `leaf` became part of.

    `created_ms` is taken where nothing says when a message was made. Raises UnreadableConversationError where the
    nodes go round in a circle, or would come to more text than is allowed.
    """
    children = _children(nodes)
    after = _opened(nodes, children)
    for name, state in after.items():
        if state is not None and not children.get(name):
            state.wanted = True
    if leaf is not None and (shown := after.get(leaf)) is not None:
        shown.wanted = True
    messages = _messages(after, created_ms)
    chosen = after.get(leaf) if leaf is not None else None
    if chosen is not None:
        return messages, chosen.number
    return messages, messages[-1].id if messages else None


def _children(nodes: Mapping[str, Node]) -> dict[str | None, list[str]]:
    """Return the children of each node, those of None being the roots, in the order that their parent gives them."""
    found: dict[str | None, list[str]] = {}
    for name, node in nodes.items():
        parent = node.parent if node.parent in nodes else None
        found.setdefault(parent, []).append(name)
    for parent, names in found.items():
        if parent is not None and len(names) > 1:
            place = {name: number for number, name in enumerate(nodes[parent].children)}
            names.sort(key=lambda name: place.get(name, len(place)))
    return found


def _opened(nodes: Mapping[str, Node], children: Mapping[str | None, list[str]]) -> dict[str, _Open | None]:
    """Return the message that is open after each node, each node before what is below it."""
    after: dict[str, _Open | None] = {}
    waiting = [*reversed(children.get(None, []))]
    while waiting:
        name = waiting.pop()
        parent = nodes[name].parent
        after[name] = _with_step(after.get(parent) if parent is not None else None, nodes[name].step)
        waiting.extend(reversed(children.get(name, [])))
    if len(after) < len(nodes):
        raise UnreadableConversationError("circle")
    return after


def _with_step(state: _Open | None, step: Step | None) -> _Open | None:
    if step is None:
        return state
    if state is not None and state.step.role is step.role:
        return _Open(step, state, state.question)
    if state is not None:
        state.wanted = True
    return _Open(step, None, state)


def _messages(after: Mapping[str, _Open | None], created_ms: int) -> tuple[WholeMessage, ...]:
    messages: list[WholeMessage] = []
    room = LONGEST_CONVERSATION
    for state in after.values():
        if state is None or not state.wanted or state.number:
            continue
        state.number = len(messages) + 1
        message = _message(state, created_ms)
        room -= len(message.content) + len(message.thinking or "")
        if room < 0:
            raise UnreadableConversationError("too_long")
        messages.append(message)
    return tuple(messages)


def _message(state: _Open, created_ms: int) -> WholeMessage:
    steps = state.steps()
    seconds = [step.thinking_seconds for step in steps if step.thinking_seconds is not None]
    made = [step.created_ms for step in steps if step.created_ms is not None]
    return WholeMessage(
        id=state.number,
        parent=state.question.number if state.question else None,
        role=state.step.role,
        content="\n\n".join(step.content for step in steps if step.content),
        thinking="\n\n".join(step.thinking for step in steps if step.thinking) or None,
        thinking_seconds=sum(seconds) if seconds else None,
        created_ms=made[0] if made else created_ms,
        state=state.step.state,
    )
