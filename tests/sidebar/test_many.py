"""Selecting many conversations, and what is then done with all of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.sidebar import Shelf, Sidebar
from desktop.sidebar.listing.bulk_bar import BulkBar
from desktop.sidebar.listing.drops import conversations_in, mime_data
from desktop.sidebar.listing.groups import folder_key
from desktop.sidebar.listing.model import RowRole
from desktop.sidebar.listing.view import ConversationList
from desktop.sidebar.shelf_bar import ShelfButton
from desktop.theme import LIGHT, ToolButton
from models.history import ConversationSummary
from models.texts import Phrasebook
from tests.sidebar.samples import FOLDERS, KEPT, TODAY, at, summary

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def sidebar(qtbot: QtBot, say: Phrasebook) -> Sidebar:
    """A sidebar with folders and pinned conversations on screen; the loose one is open."""
    made = Sidebar(say=say, theme=LIGHT, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(248, 700)
    made.show_conversations(KEPT, current=1, folders=FOLDERS)
    with qtbot.waitExposed(made):
        made.show()
    return made


@pytest.fixture
def view(sidebar: Sidebar) -> ConversationList:
    found = sidebar.findChild(ConversationList)
    assert found is not None
    sidebar.focus_list()
    return found


def place(view: ConversationList, key: int | str) -> QPoint:
    """Return the middle of a conversation's or heading's row."""
    for number in range(view.model().rowCount()):
        row = view.model().index(number, 0).data(RowRole.ROW)
        if key == (row.id if isinstance(row, ConversationSummary) else row.key):
            return view.visualRect(view.model().index(number, 0)).center()
    raise AssertionError(key)


def click(view: ConversationList, key: int | str, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(view.viewport(), LEFT, modifier, place(view, key))


def keys(view: ConversationList) -> list[int | str]:
    rows = (view.model().index(number, 0).data(RowRole.ROW) for number in range(view.model().rowCount()))
    return [row.id if isinstance(row, ConversationSummary) else row.key for row in rows]


def bulk(sidebar: Sidebar) -> BulkBar:
    found = sidebar.findChild(BulkBar)
    assert found is not None
    return found


def button(bar: QWidget, name: str) -> ToolButton:
    return next(one for one in bar.findChildren(ToolButton) if one.accessibleName() == name)


def entries(menu: QMenu | None) -> dict[str, QAction]:
    assert menu is not None
    return {action.text().partition("\t")[0]: action for action in menu.actions() if not action.isSeparator()}


def test_ctrl_click_selects_one_more_and_opens_nothing(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        click(view, 3, CTRL)
        click(view, 5, CTRL)
    assert list(view.marks.ids) == [5, 3, 1]
    click(view, 3, CTRL)
    assert list(view.marks.ids) == [5, 1]


def test_shift_click_selects_what_is_between_without_the_headings(view: ConversationList) -> None:
    click(view, 2, CTRL)
    click(view, 4, SHIFT)
    assert list(view.marks.ids) == [2, 5, 3, 4]
    click(view, 5, SHIFT)
    assert list(view.marks.ids) == [2, 5]


def test_shift_and_arrows_select_what_the_focus_walks_over(view: ConversationList) -> None:
    view.setCurrentIndex(view.indexAt(place(view, 3)))
    view.marks.only(view.currentIndex())
    QTest.keyClick(view, Qt.Key.Key_Down, SHIFT)
    assert list(view.marks.ids) == [3, 4]
    QTest.keyClick(view, Qt.Key.Key_Up, SHIFT)
    assert view.marks.ids == (3,)


def test_ctrl_space_selects_by_keyboard_and_escape_gives_up(view: ConversationList) -> None:
    view.setCurrentIndex(view.indexAt(place(view, 4)))
    QTest.keyClick(view, Qt.Key.Key_Space, CTRL)
    assert list(view.marks.ids) == [4, 1]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.marks.ids == (4,)


def test_ctrl_a_selects_all_conversations(sidebar: Sidebar, view: ConversationList) -> None:
    assert not bulk(sidebar).isVisible()
    QTest.keyClick(view, Qt.Key.Key_A, CTRL)
    assert list(view.marks.ids) == [2, 5, 3, 4, 1]
    assert bulk(sidebar).isVisible()


def test_plain_click_ends_selecting_and_opens(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    QTest.keyClick(view, Qt.Key.Key_A, CTRL)
    with qtbot.waitSignal(sidebar.conversation_chosen) as told:
        click(view, 4)
    assert told.args == [4]
    assert view.marks.ids == (4,)
    assert not bulk(sidebar).isVisible()


def test_selection_survives_a_refresh(sidebar: Sidebar, view: ConversationList) -> None:
    click(view, 3, CTRL)
    sidebar.show_conversations([*KEPT, summary(9, at(0) + 9)], current=1, folders=FOLDERS)
    assert set(view.marks.ids) == {1, 3}


@pytest.mark.parametrize(
    ("name", "signal", "args"),
    [
        ("Pin", "pin", [(3, 4), True]),
        ("Archive", "archive", [(3, 4), True]),
        ("Export…", "export", [(3, 4)]),
        ("Delete", "delete", [(3, 4)]),
    ],
)
def test_bar_works_on_all_that_are_selected(
    sidebar: Sidebar, view: ConversationList, qtbot: QtBot, name: str, signal: str, args: list[object]
) -> None:
    click(view, 1, CTRL)
    click(view, 3, CTRL)
    click(view, 4, CTRL)
    with qtbot.waitSignal(getattr(sidebar.requests, signal)) as told:
        QTest.mouseClick(button(bulk(sidebar), name), LEFT)
    assert told.args == args


def test_what_cannot_be_changed_is_only_exported(sidebar: Sidebar, view: ConversationList) -> None:
    sidebar.show_conversations([replace(one, locked=True) for one in KEPT], current=1, folders=FOLDERS)
    click(view, 3, CTRL)
    shown = [one.accessibleName() for one in bulk(sidebar).findChildren(ToolButton) if one.isVisible()]
    assert shown == ["Export…", "Select no more"]
    index = view.indexAt(place(view, 3))
    assert not index.flags() & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)
    view.actions_.open_menu(index, QPoint())
    menu = view.findChild(QMenu)
    assert list(entries(menu)) == ["Export…"]
    assert menu is not None
    menu.close()


def test_pinned_ones_are_unpinned_together(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    click(view, 1, CTRL)
    click(view, 2, CTRL)
    click(view, 5, CTRL)
    with qtbot.waitSignal(sidebar.requests.pin) as told:
        QTest.mouseClick(button(bulk(sidebar), "Pin"), LEFT)
    assert told.args == [(2, 5), False]


def test_bar_moves_all_into_a_folder(sidebar: Sidebar, view: ConversationList, qtbot: QtBot) -> None:
    click(view, 3, CTRL)
    QTest.mouseClick(button(bulk(sidebar), "Move to folder"), LEFT)
    menu = bulk(sidebar).findChild(QMenu)
    assert list(entries(menu)) == ["Work", "Home", "No folder", "New folder"]
    with qtbot.waitSignal(sidebar.requests.move) as told:
        entries(menu)["Home"].trigger()
    assert told.args == [(3, 1), 2]


def test_delete_key_works_on_all_where_the_focus_is_on_one_of_them(
    sidebar: Sidebar, view: ConversationList, qtbot: QtBot
) -> None:
    click(view, 3, CTRL)
    with qtbot.waitSignal(sidebar.requests.delete) as told:
        QTest.keyClick(view, Qt.Key.Key_Delete)
    assert told.args == [(3, 1)]
    view.setCurrentIndex(view.indexAt(place(view, 4)))
    with qtbot.waitSignal(sidebar.requests.delete) as told:
        QTest.keyClick(view, Qt.Key.Key_Delete)
    assert told.args == [(4,)]


def test_click_folds_a_group_and_another_shows_it_again(view: ConversationList) -> None:
    click(view, "pinned")
    assert keys(view) == ["pinned", folder_key(1), 3, 4, folder_key(2), "today", 1]
    click(view, "pinned")
    assert keys(view) == ["pinned", 2, 5, folder_key(1), 3, 4, folder_key(2), "today", 1]


def test_arrows_fold_and_lead_to_the_heading(view: ConversationList) -> None:
    view.setCurrentIndex(view.indexAt(place(view, 4)))
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert view.currentIndex().data() == "Work"
    QTest.keyClick(view, Qt.Key.Key_Left)
    assert 3 not in keys(view)
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert 3 in keys(view)
    assert view.currentIndex().data() == "Work"


def test_large_group_comes_back_with_focus_and_place_kept(sidebar: Sidebar, view: ConversationList) -> None:
    many = [summary(number, at(0) - number, pinned=number < 100) for number in range(2000)]
    sidebar.show_conversations(many, current=5)
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Left)
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.model().rowCount() == 2002
    assert view.currentIndex().row() == 0
    assert view.verticalScrollBar().value() == 0
    assert view.marks.ids == (5,)


def test_folder_is_renamed_moved_and_removed_from_its_menu(
    sidebar: Sidebar, view: ConversationList, qtbot: QtBot
) -> None:
    view.actions_.open_menu(view.indexAt(place(view, folder_key(1))), QPoint())
    menu = view.findChild(QMenu)
    assert list(entries(menu)) == ["Rename", "Move down", "Remove folder (its conversations stay)"]
    with qtbot.waitSignal(sidebar.requests.order_folders) as told:
        entries(menu)["Move down"].trigger()
    assert told.args == [(2, 1)]
    with qtbot.waitSignal(sidebar.requests.remove_folder) as told:
        entries(menu)["Remove folder (its conversations stay)"].trigger()
    assert told.args == [1]


def test_button_asks_for_a_folder_that_is_then_named(sidebar: Sidebar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(sidebar.requests.new_folder) as told:
        QTest.mouseClick(
            next(one for one in sidebar.findChildren(ToolButton) if one.accessibleName() == "New folder"), LEFT
        )
    assert told.args == [()]
    sidebar.edit_folder(2)
    editor = QApplication.focusWidget()
    assert editor is not None
    QTest.keyClicks(editor, "University")
    with qtbot.waitSignal(sidebar.requests.rename_folder) as told:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == [2, "University"]


def test_conversations_survive_the_way_by_mouse() -> None:
    assert conversations_in(mime_data((3, 1, 12))) == (3, 1, 12)
    foreign = QMimeData()
    foreign.setText("3,1")
    assert conversations_in(foreign) == ()


def drop(target: QWidget, at: QPoint, data: QMimeData) -> bool:
    """Drop something as the window system would; return whether it was taken."""
    action, where = Qt.DropAction.MoveAction, QPointF(at)
    for event in (
        QDragEnterEvent(at, action, data, LEFT, NONE),
        QDragMoveEvent(at, action, data, LEFT, NONE),
    ):
        QApplication.sendEvent(target, event)
    event_ = QDropEvent(where, action, data, LEFT, NONE)
    event_.setAccepted(False)
    QApplication.sendEvent(target, event_)
    return event_.isAccepted()


@pytest.mark.parametrize(
    ("target", "signal", "args"),
    [
        (folder_key(2), "move", [(1, 3), 2]),
        (4, "move", [(1, 3), 1]),
        ("today", "move", [(1, 3), None]),
        ("pinned", "pin", [(1, 3), True]),
    ],
)
def test_dropping_on_a_group_puts_conversations_there(
    sidebar: Sidebar, view: ConversationList, qtbot: QtBot, target: int | str, signal: str, args: list[object]
) -> None:
    with qtbot.waitSignal(getattr(sidebar.requests, signal)) as told:
        assert drop(view.viewport(), place(view, target), mime_data((1, 3)))
    assert told.args == args


def test_files_dropped_on_the_list_are_not_taken(view: ConversationList) -> None:
    foreign = QMimeData()
    foreign.setText("hello")
    assert not drop(view.viewport(), place(view, folder_key(1)), foreign)


def test_dropping_on_the_foot_archives_or_deletes(sidebar: Sidebar, qtbot: QtBot) -> None:
    archive, bin_ = sidebar.findChildren(ShelfButton)
    with qtbot.waitSignal(sidebar.requests.archive) as told:
        drop(archive, archive.rect().center(), mime_data((3,)))
    assert told.args == [(3,), True]
    with qtbot.waitSignal(sidebar.requests.delete) as told:
        drop(bin_, bin_.rect().center(), mime_data((3,)))
    assert told.args == [(3,)]


def test_foot_leads_to_the_shelves_and_back(sidebar: Sidebar, qtbot: QtBot) -> None:
    archive, bin_ = sidebar.findChildren(ShelfButton)
    with qtbot.waitSignal(sidebar.shelf_chosen) as told:
        QTest.mouseClick(archive, LEFT)
    assert told.args == [Shelf.ARCHIVE]
    sidebar.show_conversations((), current=None, shelf=Shelf.ARCHIVE)
    assert (archive.isChecked(), bin_.isChecked()) == (True, False)
    with qtbot.waitSignal(sidebar.shelf_chosen) as told:
        QTest.mouseClick(archive, LEFT)
    assert told.args == [Shelf.LIST]


@pytest.fixture
def in_bin(sidebar: Sidebar, view: ConversationList) -> ConversationList:
    """The recycle bin with two conversations."""
    gone = [
        ConversationSummary(7, "Gone", 1, 1, deleted_ms=at(0)),
        ConversationSummary(8, "Too", 1, 1, deleted_ms=at(1)),
    ]
    sidebar.show_conversations(gone, current=1, folders=FOLDERS, shelf=Shelf.BIN)
    return view


def answer(qtbot: QtBot, press: Callable[[], None], yes: str) -> None:
    """Press something that asks a question, and answer it."""
    press()
    box = next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible())
    next(one for one in box.findChildren(QPushButton) if one.text() == yes).click()
    qtbot.waitUntil(lambda: not box.isVisible())


def test_click_in_the_bin_selects_and_offers_the_way_back(
    sidebar: Sidebar, in_bin: ConversationList, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(sidebar.conversation_chosen):
        click(in_bin, 7)
    with qtbot.waitSignal(sidebar.requests.restore) as told:
        QTest.mouseClick(button(bulk(sidebar), "Restore"), LEFT)
    assert told.args == [(7,)]


def test_deleting_for_good_is_asked_first(sidebar: Sidebar, in_bin: ConversationList, qtbot: QtBot) -> None:
    click(in_bin, 8)

    def press() -> None:
        QTest.keyClick(in_bin, Qt.Key.Key_Delete)

    with qtbot.assertNotEmitted(sidebar.requests.erase):
        answer(qtbot, press, "Cancel")
    with qtbot.waitSignal(sidebar.requests.erase) as told:
        answer(qtbot, press, "Delete for good")
    assert told.args == [(8,)]


@pytest.mark.usefixtures("in_bin")
def test_bin_is_emptied_after_a_question(sidebar: Sidebar, qtbot: QtBot) -> None:
    empty = next(one for one in sidebar.findChildren(QPushButton) if one.text() == "Empty")
    assert empty.isVisible()
    with qtbot.waitSignal(sidebar.requests.empty_bin):
        answer(qtbot, empty.click, "Delete for good")


def test_titles_in_the_bin_are_not_changed(in_bin: ConversationList) -> None:
    QTest.keyClick(in_bin, Qt.Key.Key_F2)
    assert in_bin.state() is not ConversationList.State.EditingState
    in_bin.actions_.open_menu(in_bin.indexAt(place(in_bin, 7)), QPoint())
    assert list(entries(in_bin.findChild(QMenu))) == ["Restore", "Delete for good…"]


@pytest.mark.parametrize(
    ("shelf", "sentence"),
    [(Shelf.ARCHIVE, "Nothing is archived."), (Shelf.BIN, "The recycle bin is empty."), (Shelf.LIST, "Your conver")],
)
def test_empty_shelf_says_what_it_is_for(sidebar: Sidebar, say: Phrasebook, shelf: Shelf, sentence: str) -> None:
    sidebar.show_conversations((), current=None, shelf=shelf)
    assert say(f"sidebar.empty.{shelf.value}").startswith(sentence)
    assert any(text.startswith(sentence) for text in visible_texts(sidebar))


def visible_texts(sidebar: Sidebar) -> list[str]:
    return [label.text() for label in sidebar.findChildren(QLabel) if label.isVisible()]
