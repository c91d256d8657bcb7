"""A screen reader's tree of the whole window names every control and every message."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface

from desktop.conversation import ComposerState
from models.history import AnswerState
from tests.window.conftest import Running

CONTROLS = {
    QAccessible.Role.Button,
    QAccessible.Role.CheckBox,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.List,
    QAccessible.Role.RadioButton,
    QAccessible.Role.Slider,
    QAccessible.Role.SpinBox,
}


def tree(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    if interface.state().invisible:
        return
    yield interface
    for index in range(interface.childCount()):
        child = interface.child(index)
        if child.isValid():
            yield from tree(child)


def spoken(interface: QAccessibleInterface) -> str:
    texts = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    return " ".join(filter(None, (interface.text(kind) for kind in texts)))


@pytest.mark.usefixtures("installed_starter")
def test_every_control_and_every_message_has_a_name(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_for(ComposerState.READY)
    history = running.parts.history
    conversation = history.conversations.create(mode="balanced").id
    question = history.messages.ask(conversation, "What is **grace**?")
    answer = history.messages.begin_answer(question)
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="A kindness that is not owed.")
    running.parts.shell.conversation.open(conversation)
    running.window.open_parts(sidebar=True, panel=True)

    def everything() -> str:
        return "\n".join(map(spoken, tree(QAccessible.queryAccessibleInterface(running.window))))

    running.wait(lambda: "A kindness that is not owed." in everything())
    nodes = list(tree(QAccessible.queryAccessibleInterface(running.window)))
    nameless = [
        (node.role().name, type(node.object()).__name__, node.rect())
        for node in nodes
        if node.role() in CONTROLS and not node.text(QAccessible.Text.Name)
    ]
    assert nameless == []
    assert "What is grace?" in everything() or "What is **grace**?" in everything()
