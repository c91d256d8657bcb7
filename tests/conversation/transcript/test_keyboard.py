"""The transcript by keyboard alone: scrolling, messages, controls, menu."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.input.hints import name_of
from desktop.conversation.transcript.selection import Position
from models.texts import Phrasebook
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import FOOTER, PARAGRAPH, answer, conversation, question

CTRL = Qt.KeyboardModifier.ControlModifier
RICH = "A [link](https://a.example).\n\n```\ncode\n```\n"


def _focused(screen: Opened) -> Target | None:
    return screen.stage.attention.focused


def test_keys_scroll(opened: Open) -> None:
    screen = opened(*conversation(40))
    reading = screen.stage.reading
    before = screen.point(39, 0, 0)
    screen.key(Qt.Key.Key_PageUp)
    assert screen.point(39, 0, 0).y() - before.y() == reading.screen - 40
    screen.key(Qt.Key.Key_Up)
    assert screen.point(39, 0, 0).y() - before.y() == reading.screen - 40 + 48
    screen.key(Qt.Key.Key_Home)
    assert reading.scroll == 0
    screen.key(Qt.Key.Key_Space)
    assert reading.scroll > 400
    screen.key(Qt.Key.Key_End)
    assert reading.is_at_end
    assert reading.following


def test_tab_goes_through_one_message_and_leaves(opened: Open, qtbot: QtBot) -> None:
    screen = opened(question(1), answer(2, RICH, thinking="Hm."))
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    before, after = QLineEdit(), QLineEdit()
    for widget in (before, screen.transcript, after):
        layout.addWidget(widget)
    window.resize(900, 700)
    with qtbot.waitExposed(window):
        window.show()
    before.setFocus()
    kinds: list[ControlKind | None] = []
    QTest.keyClick(before, Qt.Key.Key_Tab)
    while screen.surface.hasFocus() and len(kinds) < 20:
        target = _focused(screen)
        assert target is not None
        kinds.append(target.control.kind if target.control else None)
        QTest.keyClick(screen.surface, Qt.Key.Key_Tab)
    assert kinds == [
        None,
        ControlKind.THINKING,
        ControlKind.LINK,
        ControlKind.WRAP_CODE,
        ControlKind.SAVE_CODE,
        ControlKind.COPY_CODE,
        ControlKind.COPY,
        ControlKind.REGENERATE,
        ControlKind.MORE,
        ControlKind.RECORD,
    ]
    assert after.hasFocus()
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    assert screen.surface.hasFocus()
    screen.transcript.setParent(None)  # it is closed by itself, not with the window


def test_arrows_go_from_message_to_message(opened: Open) -> None:
    screen = opened(*conversation(30))
    screen.key(Qt.Key.Key_Up, CTRL)
    first = _focused(screen)
    assert first is not None
    for _ in range(12):
        screen.key(Qt.Key.Key_Up, CTRL)
    focused = _focused(screen)
    assert focused is not None
    assert focused == Target(first.message - 12)
    rect, scroll = screen.stage.rect(focused), screen.stage.reading.scroll
    assert rect.top() >= scroll - 1
    assert rect.top() < scroll + screen.stage.reading.screen
    screen.key(Qt.Key.Key_Down, CTRL)
    assert _focused(screen) == Target(first.message - 11)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_key_activates_the_control_with_the_focus(opened: Open, key: Qt.Key) -> None:
    screen = opened(answer(2, RICH, thinking="Hm."))
    screen.key(Qt.Key.Key_Up, CTRL)
    asked: list[object] = []
    screen.transcript.link_activated.connect(asked.append)
    screen.transcript.regenerate_requested.connect(asked.append)
    screen.transcript.record_requested.connect(asked.append)
    screen.key(Qt.Key.Key_Tab)
    screen.key(key)
    assert screen.stage.item(2).unfolded
    screen.transcript.save_requested.connect(lambda *saved: asked.append(saved))
    for _ in range(4):
        screen.key(Qt.Key.Key_Tab)
        screen.key(key)
    assert screen.stage.item(2).code_view(Section.ANSWER, 1).wrapped
    assert QGuiApplication.clipboard().text() == "code"
    for _ in range(2):
        screen.key(Qt.Key.Key_Tab)
        screen.key(key)
    screen.key(Qt.Key.Key_Tab)  # the message's menu
    screen.key(Qt.Key.Key_Tab)
    screen.key(key)
    assert asked == ["https://a.example", ("code.txt", "code"), 2, 2]
    assert QGuiApplication.clipboard().text() == RICH


def test_versions_are_asked_for(opened: Open) -> None:
    view = answer(2)
    screen = opened(type(view)(2, view.role, view.text, footer=FOOTER, sibling=2, siblings=3))
    steps: list[tuple[int, int]] = []
    screen.transcript.sibling_requested.connect(lambda message, step: steps.append((message, step)))
    for kind in (ControlKind.PREVIOUS, ControlKind.NEXT):
        screen.click(screen.centre(Target(2, Control(kind))))
    assert steps == [(2, -1), (2, 1)]


def test_version_that_is_not_there_is_not_asked_for(opened: Open) -> None:
    view = answer(2)
    screen = opened(type(view)(2, view.role, view.text, footer=FOOTER, sibling=1, siblings=2))
    steps: list[int] = []
    screen.transcript.sibling_requested.connect(lambda _, step: steps.append(step))
    for kind in (ControlKind.PREVIOUS, ControlKind.NEXT):
        screen.click(screen.centre(Target(2, Control(kind))))
    assert steps == [1]


def test_click_on_the_quiet_line_asks_for_the_record(opened: Open, qtbot: QtBot) -> None:
    screen = opened(answer(2))
    with qtbot.waitSignal(screen.transcript.record_requested) as asked:
        screen.click(screen.centre(Target(2, Control(ControlKind.RECORD))))
    assert asked.args == [2]


def test_drag_that_ends_on_a_button_presses_nothing(opened: Open) -> None:
    screen = opened(answer(2, "Some text to drag from."))
    asked: list[int] = []
    screen.transcript.regenerate_requested.connect(asked.append)
    screen.drag(screen.point(2, 0, 2), screen.centre(Target(2, Control(ControlKind.REGENERATE))))
    assert asked == []
    assert screen.transcript.selected_text() == "me text to drag from."


def test_arrows_scroll_the_code_whose_button_has_the_focus(opened: Open) -> None:
    screen = opened(answer(1, "```\n" + "x" * 500 + "\n```"))
    screen.key(Qt.Key.Key_Up, CTRL)
    screen.key(Qt.Key.Key_Tab)
    assert _focused(screen) == Target(1, Control(ControlKind.WRAP_CODE, Section.ANSWER, 0))
    screen.key(Qt.Key.Key_Right)
    layout = screen.stage.item(1).layout
    assert layout is not None
    assert layout.slots[0].box is not None
    assert layout.slots[0].box.scroll_x == 48


@pytest.fixture
def menu(qtbot: QtBot) -> Callable[[Opened, QPoint], dict[str, QAction]]:
    """Open the context menu at a point and return its entries."""

    def entries(screen: Opened, point: QPoint) -> dict[str, QAction]:
        place = screen.surface.viewport().mapToGlobal(point)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, place)
        QApplication.sendEvent(screen.surface.viewport(), event)
        menus = screen.surface.findChildren(QMenu)
        assert len(menus) == 1
        qtbot.waitUntil(menus[0].isVisible)
        found = {action.text(): action for action in menus[0].actions() if action.text()}
        menus[0].hide()
        return found

    return entries


@pytest.mark.qt_log_ignore("This plugin does not support")  # pop-ups of the offscreen platform
def test_menu_copies(opened: Open, menu: Callable[[Opened, QPoint], dict[str, QAction]]) -> None:
    screen = opened(question(1), answer(2, RICH))
    found = menu(screen, screen.centre(Target(2, Control(ControlKind.LINK, Section.ANSWER, 0))))
    names = ["Copy", "Copy as plain text", "Copy link address", "Copy message", "Quote in the question"]
    deeds = ["Edit", "Answer again", "Three other answers…", "Branch into a new conversation", "Delete message"]
    assert list(found) == [*names, *deeds, "Select all"]
    assert not found["Copy"].isEnabled()
    assert not found["Copy as plain text"].isEnabled()
    found["Copy message"].trigger()
    assert QGuiApplication.clipboard().text() == RICH
    found["Copy link address"].trigger()
    assert QGuiApplication.clipboard().text() == "https://a.example"
    found["Select all"].trigger()
    assert screen.transcript.selected_text() == f"What is it?\n\n{RICH.strip()}"


def test_link_is_signalled_and_opened_by_nobody_here(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bool:
        raise AssertionError("a link was opened")

    monkeypatch.setattr("PySide6.QtGui.QDesktopServices.openUrl", refuse)
    screen = opened(answer(1, "A [link](https://a.example/?b=c) here."))
    asked: list[str] = []
    screen.transcript.link_activated.connect(asked.append)
    screen.click(screen.point(1, 0, 3))
    assert asked == ["https://a.example/?b=c"]
    screen.click(screen.point(1, 0, 9))
    assert len(asked) == 1


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_menu_of_code_copies_and_saves_it(opened: Open, menu: Callable[[Opened, QPoint], dict[str, QAction]]) -> None:
    screen = opened(answer(2, "Text.\n\n```python\nx = 1\n```\n"))
    saved: list[tuple[str, str]] = []
    screen.transcript.save_requested.connect(lambda *what: saved.append(what))
    found = menu(screen, screen.point(2, 1, 2))
    found["Copy code"].trigger()
    assert QGuiApplication.clipboard().text() == "x = 1"
    found["Save code as a file…"].trigger()
    assert saved == [("code.py", "x = 1")]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_menu_of_a_table_copies_it(opened: Open, menu: Callable[[Opened, QPoint], dict[str, QAction]]) -> None:
    screen = opened(answer(2, "| a | b |\n|---|---|\n| 1, 2 | **3** |\n"))
    menu(screen, screen.point(2, 0, 5))["Copy table as CSV"].trigger()
    assert QGuiApplication.clipboard().text() == 'a,b\n"1, 2",3\n'


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_menu_quotes_what_is_selected_else_the_message(
    opened: Open, menu: Callable[[Opened, QPoint], dict[str, QAction]]
) -> None:
    screen = opened(answer(2, "One.\n\n**Two**.\n"))
    quoted: list[str] = []
    screen.transcript.quote_requested.connect(quoted.append)
    entry = menu(screen, screen.point(2, 0, 1))["Quote in the question"]
    entry.trigger()
    screen.drag(screen.point(2, 1, 0), screen.point(2, 1, 4))
    entry.trigger()
    assert quoted == ["One.\n\n**Two**.\n", "**Two**."]


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize(
    ("source", "offset", "latex"),
    [
        (r"So $x^2$ it is.", 4, "x^2"),
        ("\\[\n\\frac{1}{2}\n\\]\n", 0, "\\frac{1}{2}"),
        ("| $a$ | $b$ |\n|--|--|", 6, "b"),
    ],
)
def test_menu_of_a_formula_copies_its_latex(
    opened: Open, menu: Callable[[Opened, QPoint], dict[str, QAction]], source: str, offset: int, latex: str
) -> None:
    screen = opened(answer(2, source))
    rect = screen.stage.caret.rect(Position(2, Section.ANSWER, 0, offset))
    assert rect is not None
    found = menu(screen, QPointF(rect.x() + 2.0, rect.center().y()).toPoint())
    found["Copy formula"].trigger()
    assert QGuiApplication.clipboard().text().strip() == latex


@pytest.mark.parametrize("kind", [ControlKind.COPY_CODE, ControlKind.FOLD_CODE, ControlKind.LINK])
def test_control_of_what_is_read_anew_does_nothing_until_then(
    opened: Open, qtbot: QtBot, say: Phrasebook, kind: ControlKind
) -> None:
    text = f"{PARAGRAPH}\n\n" * 60 + "```\ncode\n```\n\nA [link](https://a.example)."
    screen = opened(question(1), answer(9, text))
    activated: list[str] = []
    item = screen.stage.item(9)
    screen.transcript.link_activated.connect(activated.append)
    qtbot.waitUntil(lambda: item.passage(Section.ANSWER).unread == 0.0)
    target = Target(9, Control(kind, Section.ANSWER, 61 if kind is ControlKind.LINK else 60))
    name = name_of(screen.stage, target)
    QGuiApplication.clipboard().setText("before")
    screen.stage.attention.focused = target
    screen.transcript.retranslate(Phrasebook("zh_CN"))
    assert item.passage(Section.ANSWER).unread > 0.0
    assert name_of(screen.stage, target) in {"", Phrasebook("zh_CN")("transcript.copy_code")}
    screen.surface.actions_.activate(target)
    assert not activated
    assert QGuiApplication.clipboard().text() == "before"
    screen.transcript.retranslate(say)
    qtbot.waitUntil(lambda: item.passage(Section.ANSWER).unread == 0.0)
    assert name_of(screen.stage, target) == name
    screen.key(Qt.Key.Key_Return)
    assert activated == (["https://a.example"] if kind is ControlKind.LINK else [])
    assert QGuiApplication.clipboard().text() == ("code" if kind is ControlKind.COPY_CODE else "before")
