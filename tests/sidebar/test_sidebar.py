"""What mouse and keyboard do in the sidebar."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.sidebar import Moved, Sidebar
from desktop.sidebar.listing.delegate import menu_rect
from desktop.sidebar.listing.view import ConversationList
from desktop.sidebar.new_button import NewButton
from desktop.sidebar.undo_bar import UndoBar
from desktop.theme import DARK, LIGHT
from models.texts import Phrasebook
from tests.sidebar.samples import FEW, TODAY, at, summary

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

LEFT = Qt.MouseButton.LeftButton


class Calendar:
    """The date, as the test sets it."""

    def __init__(self) -> None:
        self.today = TODAY

    def __call__(self) -> date:
        return self.today


@pytest.fixture
def calendar() -> Calendar:
    """The date the sidebar believes in."""
    return Calendar()


@pytest.fixture
def sidebar(qtbot: QtBot, say: Phrasebook, calendar: Calendar) -> Sidebar:
    """A sidebar on screen with four conversations, the first one open."""
    made = Sidebar(say=say, theme=LIGHT, today=calendar)
    qtbot.addWidget(made)
    made.resize(248, 600)
    made.show_conversations(FEW, current=1)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def view(sidebar: Sidebar) -> ConversationList:
    """The list, with the focus."""
    found = sidebar.findChild(ConversationList)
    assert found is not None
    sidebar.focus_list()
    return found


def place(view: ConversationList, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def selected(view: ConversationList) -> list[str]:
    return [index.data() for index in view.selectionModel().selectedIndexes()]


def editor(view: ConversationList) -> QLineEdit:
    found = view.findChild(QLineEdit)
    assert found is not None
    return found


def test_button_asks_for_a_new_conversation(sidebar: Sidebar, qtbot: QtBot) -> None:
    button = sidebar.findChild(QPushButton)
    assert button is not None
    with qtbot.waitSignal(sidebar.new_requested):
        QTest.mouseClick(button, LEFT)


def test_click_opens_and_leaves_the_mark_to_the_owner(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sidebar.conversation_chosen) as told:
        QTest.mouseClick(view.viewport(), LEFT, pos=place(view, 4))
    assert told.args == [3]
    assert selected(view) == ["Title 1"]
    sidebar.show_conversations(FEW, current=3)
    assert selected(view) == ["Title 3"]


def test_click_on_a_heading_does_nothing(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        QTest.mouseClick(view.viewport(), LEFT, pos=place(view, 3))


def test_arrows_only_move_and_enter_opens(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        for _ in range(3):
            QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().data() == "Title 3"
    with qtbot.waitSignal(sidebar.conversation_chosen) as told:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert told.args == [3]


def test_title_is_changed_in_place(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    QTest.keyClick(view, Qt.Key.Key_F2)
    assert editor(view).text() == "Title 1"
    assert editor(view).accessibleName() == "New name of the conversation"
    QTest.keyClicks(editor(view), "Lisbon")
    with qtbot.waitSignal(sidebar.requests.rename) as told:
        QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert told.args == [1, "Lisbon"]


def test_double_click_changes_the_title(view: ConversationList) -> None:
    QTest.mouseClick(view.viewport(), LEFT, pos=place(view, 2))
    QTest.mouseDClick(view.viewport(), LEFT, pos=place(view, 2))
    assert editor(view).text() == "Title 2"


def test_escape_leaves_the_title_as_it_was(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClicks(editor(view), "Lisbon")
    with qtbot.assertNotEmitted(sidebar.requests.rename):
        QTest.keyClick(editor(view), Qt.Key.Key_Escape)
    assert view.hasFocus()


def test_title_that_is_being_typed_survives_another_order(
    sidebar: Sidebar, view: ConversationList, qtbot: QtBot
) -> None:
    QTest.keyClick(view, Qt.Key.Key_F2)
    QTest.keyClicks(editor(view), "Lisbon")
    sidebar.show_conversations([*FEW[:2], summary(3, at(0) + 5), FEW[3]], current=1)
    sidebar.set_busy(1)
    assert editor(view).text() == "Lisbon"
    with qtbot.waitSignal(sidebar.requests.rename) as told:
        QTest.keyClick(editor(view), Qt.Key.Key_Return)
    assert told.args == [1, "Lisbon"]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_delete_key_asks_to_delete(
    sidebar: Sidebar, view: ConversationList, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    with qtbot.waitSignal(sidebar.requests.delete) as told:
        QTest.keyClick(view, key, modifier)
    assert told.args == [(1,)]


def test_backspace_alone_deletes_nothing(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.requests.delete):
        QTest.keyClick(view, Qt.Key.Key_Backspace)


def test_focus_goes_to_the_neighbour_of_what_was_deleted(sidebar: Sidebar, view: ConversationList) -> None:
    view.setCurrentIndex(view.model().index(4, 0))
    sidebar.show_conversations([one for one in FEW if one.id != 3], current=1)
    assert view.currentIndex().data() in {"Title 2", "Title 4"}
    assert selected(view) == ["Title 1"]


def test_menu_at_the_dots_offers_everything(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    dots = menu_rect(view.visualRect(view.model().index(2, 0))).center()
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        QTest.mouseClick(view.viewport(), LEFT, pos=dots)
    menu = view.findChild(QMenu)
    assert menu is not None
    texts = {action.text(): action for action in menu.actions() if not action.isSeparator()}
    assert list(texts) == [
        "Rename\tF2",
        "Suggest a title",
        "Pin",
        "Move to folder",
        "Archive",
        "Export…",
        "Delete\tDel",
    ]
    rename, delete = texts["Rename\tF2"], texts["Delete\tDel"]
    with qtbot.waitSignal(sidebar.requests.delete) as told:
        delete.trigger()
    assert told.args == [(2,)]
    rename.trigger()
    assert editor(view).text() == "Title 2"
    menu.close()


def test_undo_is_offered_for_what_was_deleted_last(sidebar: Sidebar, view: ConversationList) -> None:
    sidebar.show_undo((3,), "Title 3")
    sidebar.show_undo((4,), "Title 4")
    bar = sidebar.findChild(UndoBar)
    assert bar is not None
    assert bar.isVisible()
    assert bar.findChildren(QLabel)[0].text() == "Deleted “Title 4”"
    told: list[Moved] = []
    sidebar.undo_requested.connect(told.append)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [moved.conversations for moved in told] == [(4,), (3,)]
    assert not bar.isVisible()


def test_list_stays_where_it_is_for_another_look(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    many = [summary(number, number) for number in range(2000)]
    sidebar.show_conversations(many, current=1000)
    qtbot.waitUntil(lambda: view.viewport().rect().contains(view.visualRect(view.selectedIndexes()[0])))
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    there = view.verticalScrollBar().value()
    sidebar.show_conversations([*many, summary(2001, 5000)], current=1000)
    QApplication.processEvents()
    assert view.verticalScrollBar().value() >= there
    assert selected(view) == ["Title 1000"]


def test_midnight_makes_today_yesterday(sidebar: Sidebar, view: ConversationList, calendar: Calendar) -> None:
    calendar.today += timedelta(days=1)
    sidebar._day_timer.timeout.emit()
    assert view.model().index(0, 0).data() == "Yesterday"
    assert selected(view) == ["Title 1"]


def test_empty_list_says_what_will_be_there(sidebar: Sidebar, view: ConversationList) -> None:
    sidebar.show_conversations((), current=None)
    assert not view.isVisible()
    assert "Your conversations will be listed here." in {
        label.text() for label in sidebar.findChildren(QLabel) if label.isVisible()
    }


def test_conversation_that_is_answered_has_a_dot(sidebar: Sidebar, view: ConversationList) -> None:
    accent = LIGHT.colour("accent")
    view.setCurrentIndex(view.model().index(2, 0))
    row = view.visualRect(view.model().index(4, 0))
    centre = menu_rect(row).center()

    def colour_there() -> QColor:
        return view.viewport().grab().toImage().pixelColor(centre)

    assert colour_there() != accent
    sidebar.set_busy(3)
    assert colour_there() == accent
    sidebar.apply_theme(DARK)
    assert colour_there() == DARK.colour("accent")


@pytest.mark.parametrize("width", [248, 192])
def test_the_words_of_the_button_for_a_new_conversation_fit(sidebar: Sidebar, width: int) -> None:
    button = sidebar.findChild(NewButton)
    assert button is not None
    sidebar.resize(width, 600)
    assert QPushButton.sizeHint(button).width() <= button.width()
    assert button.accessibleName() == "New conversation"
    wide = button.sizeHint().width()
    button.resize(wide, button.height())
    assert button.text() == " New conversation"
    button.resize(wide - 1, button.height())
    assert button.text() == " New chat"
    assert button.sizeHint().width() == wide  # it asks for all words


def names(interface: QAccessibleInterface) -> list[str]:
    """Return the names of everything a screen reader finds."""
    children = [interface.child(number) for number in range(interface.childCount())]
    found = [interface.text(QAccessible.Text.Name)]
    for child in children:
        found += names(child)
    return found


def test_screen_reader_finds_names_for_everything(sidebar: Sidebar) -> None:
    sidebar.show_undo((9,), "Title 9")
    found = names(QAccessible.queryAccessibleInterface(sidebar))
    for name in (
        "Conversations",
        "New conversation",
        "Today, conversations: 2",
        "Title 1",
        "Deleted “Title 9”",
        "Undo",
        "Archive",
        "Recycle bin",
    ):
        assert name in found
