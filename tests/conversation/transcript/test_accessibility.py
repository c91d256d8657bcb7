"""What a screen reader meets: every message and control by name, and actions that work."""

import gc

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget

from desktop.conversation.transcript import Transcript
from desktop.conversation.transcript.surface import Surface
from desktop.theme import LIGHT
from models.texts import Phrasebook
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import answer, conversation, question

NAME, VALUE, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description
RICH = "A [link](https://a.example).\n\n```\ncode\n```\n"


def _interface(widget: QWidget) -> QAccessibleInterface:
    found = QAccessible.queryAccessibleInterface(widget)
    assert found is not None
    return found


def _children(node: QAccessibleInterface) -> list[QAccessibleInterface]:
    return [node.child(index) for index in range(node.childCount())]


def _parts(screen: Opened, message: int) -> dict[str, QAccessibleInterface]:
    node = _interface(screen.surface).child(message)
    return {part.text(NAME): part for part in _children(node)}


def test_list_names_every_message(opened: Open) -> None:
    screen = opened(question(1, "What *is* it?"), answer(2))
    root = _interface(screen.surface)
    assert root.role() is QAccessible.Role.List
    assert root.text(NAME) == "Conversation"
    messages = _children(root)
    assert [message.role() for message in messages] == [QAccessible.Role.ListItem] * 2
    assert [message.text(NAME) for message in messages] == ["You", "Assistant"]
    assert [message.text(VALUE) for message in messages] == ["What *is* it?", "It is this."]


def test_message_names_its_text_and_every_control(opened: Open) -> None:
    screen = opened(answer(2, RICH, thinking="Hm."))
    parts = _parts(screen, 0)
    assert {name: part.role() for name, part in parts.items()} == {
        "A link.\ncode": QAccessible.Role.StaticText,
        "Thoughts": QAccessible.Role.Button,
        "link": QAccessible.Role.Link,
        "Wrap long lines": QAccessible.Role.Button,
        "Save code as a file…": QAccessible.Role.Button,
        "Copy code": QAccessible.Role.Button,
        "Copy message": QAccessible.Role.Button,
        "Answer again": QAccessible.Role.Button,
        "More": QAccessible.Role.Button,
        "How this answer was made": QAccessible.Role.Button,
    }
    assert parts["link"].text(DESCRIPTION) == "https://a.example"
    assert parts["How this answer was made"].text(DESCRIPTION).startswith("Maths · 0.55 · 312 tokens")


def test_parts_know_their_parents_and_numbers(opened: Open) -> None:
    screen = opened(question(1), answer(2, RICH))
    root = _interface(screen.surface)
    for number, message in enumerate(_children(root)):
        assert root.indexOfChild(message) == number
        assert message.parent().role() is QAccessible.Role.List
        for index, part in enumerate(_children(message)):
            assert message.indexOfChild(part) == index
            assert part.parent().text(NAME) == message.text(NAME)


def test_control_is_where_it_is_painted(opened: Open) -> None:
    screen = opened(question(1), answer(2, RICH))
    part = _parts(screen, 1)["Answer again"]
    centre = part.rect().center()
    asked: list[int] = []
    screen.transcript.regenerate_requested.connect(asked.append)
    screen.click(screen.surface.viewport().mapFromGlobal(centre))
    assert asked == [2]
    message = _interface(screen.surface).childAt(centre.x(), centre.y())
    assert message.text(NAME) == "Assistant"
    assert message.childAt(centre.x(), centre.y()).text(NAME) == "Answer again"


def test_press_does_what_a_click_does(opened: Open) -> None:
    screen = opened(answer(2, RICH, thinking="Hm."))
    asked: list[object] = []
    screen.transcript.regenerate_requested.connect(asked.append)
    screen.transcript.link_activated.connect(asked.append)
    parts = _parts(screen, 0)
    for name in ("Answer again", "link"):
        action = parts[name].actionInterface()
        action.doAction(action.pressAction())
    assert asked == [2, "https://a.example"]
    head = parts["Thoughts"]
    assert (head.state().collapsed, head.state().expanded) == (1, 0)
    head.actionInterface().doAction(head.actionInterface().pressAction())
    assert (head.state().collapsed, head.state().expanded) == (0, 1)
    assert "Hm.\nA link.\ncode" in _parts(screen, 0)


def test_focus_can_be_set_and_is_told(opened: Open) -> None:
    screen = opened(*conversation(30))
    root = _interface(screen.surface)
    node = root.child(5)
    assert node.state().offscreen
    node.actionInterface().doAction(node.actionInterface().setFocusAction())
    assert node.state().focused
    assert not node.state().offscreen
    assert root.focusChild().text(VALUE) == node.text(VALUE)


def test_node_without_other_interfaces_says_so(opened: Open) -> None:
    screen = opened(answer(1))
    node = _interface(screen.surface).child(0)
    assert node.textInterface() is None
    assert node.selectionInterface() is None
    assert node.actionInterface() is not None


def test_button_to_the_end_has_a_name(opened: Open) -> None:
    screen = opened(*conversation(40))
    screen.scroll_to(0)
    names = {child.text(NAME) for child in _children(_interface(screen.transcript))}
    assert {"Conversation", "Jump to the latest message"} <= names


def test_messages_come_and_go(opened: Open) -> None:
    screen = opened(question(1), answer(2, RICH))
    root = _interface(screen.surface)
    _walk(root)
    gone = root.child(1)
    screen.transcript.append_message(question(3, "More?"))
    screen.transcript.remove_message(2)
    assert [message.text(VALUE) for message in _children(root)] == ["What is it?", "More?"]
    del gone
    gc.collect()
    screen.transcript.set_messages([answer(2, "New.")])
    assert _interface(screen.surface).child(0).text(VALUE) == "New."


def _walk(node: QAccessibleInterface) -> int:
    """Ask everything of a node and all below it, as a reader does; return how many there are."""
    QAccessible.uniqueId(node)
    assert node.isValid()
    for kind in (NAME, VALUE, DESCRIPTION):
        node.text(kind)
    node.role(), node.state(), node.rect(), node.window(), node.actionInterface()
    return 1 + sum(_walk(child) for child in _children(node))


def test_transcripts_that_were_read_aloud_can_be_destroyed(qapp: object, say: Phrasebook) -> None:
    assert qapp is not None
    for _ in range(30):
        transcript = Transcript(say=say, theme=LIGHT)
        transcript.set_messages([question(1), answer(2, RICH, thinking="Hm.")])
        surface = transcript.findChild(Surface)
        assert isinstance(surface, Surface)
        assert _walk(_interface(surface)) > 8
        transcript.remove_message(1)
        gc.collect()
        transcript.deleteLater()
        del transcript, surface
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


def test_reading_a_long_conversation_lays_out_little(opened: Open) -> None:
    screen = opened(*conversation(2000))
    root = _interface(screen.surface)
    assert root.childCount() == 2000
    assert root.child(17).text(VALUE).startswith("Answer 17.")
    assert sum(item.layout is not None for item in screen.stage.flow.items) < 20
