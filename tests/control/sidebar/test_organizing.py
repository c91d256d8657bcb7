"""What the user wants of conversations is done to the history, and can be undone."""

import pytest
from pytestqt.qtbot import QtBot

from desktop.control.running_answer import AnswerRequest
from desktop.sidebar import Moved, Shelf
from desktop.sidebar.undo_bar import UndoBar
from models.errors import user_error
from models.history import History
from models.sampling import SamplingSettings
from tests.control.sidebar.conftest import Room, Talk
from tests.support.scripted_engine import ScriptedEngine

YES, NO = True, False
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


def on_screen(room: Room) -> int | None:
    """Return the conversation that is shown."""
    return room.conversation.conversation


def test_pinned_and_sorted_into_folders_they_stand_in_another_order(room: Room, talk: Talk) -> None:
    first, second, third = talk("First"), talk("Second"), talk("Third")
    folder = room.history.folders.create("Work").id
    requests = room.sidebar.requests
    requests.pin.emit((first,), YES)
    requests.move.emit((second,), folder)
    assert room.listed == ["Pinned", "First", "Work", "Second", "Today", "Third"]
    requests.pin.emit((first,), NO)
    requests.move.emit((second, third), None)
    assert room.listed == ["Work", "Today", "Third", "Second", "First"]


def test_new_folder_takes_what_was_selected_and_waits_for_its_name(room: Room, talk: Talk) -> None:
    one = talk("One")
    room.sidebar.requests.new_folder.emit((one,))
    (folder,) = room.history.folders.all()
    assert folder.name == "New folder"
    assert room.listed == ["New folder", "One"]
    room.sidebar.requests.rename_folder.emit(folder.id, "Work")
    assert room.listed == ["Work", "One"]


def test_removed_folder_leaves_its_conversations(room: Room, talk: Talk) -> None:
    room.sidebar.requests.new_folder.emit((talk("One"),))
    room.sidebar.requests.remove_folder.emit(room.history.folders.all()[0].id)
    assert room.listed == ["Today", "One"]


def test_folders_stand_in_the_order_that_was_wanted(room: Room) -> None:
    first, second = (room.history.folders.create(name).id for name in ("A", "B"))
    room.sidebar.requests.order_folders.emit((second, first))
    assert [folder.name for folder in room.history.folders.all()] == ["B", "A"]


def test_archived_conversations_leave_the_list_and_come_back(room: Room, talk: Talk) -> None:
    one, two = talk("One"), talk("Two")
    room.conversation.open(one)
    room.sidebar.requests.archive.emit((one, two), YES)
    assert room.listed == []
    assert on_screen(room) is None
    room.sidebar.shelf_chosen.emit(Shelf.ARCHIVE)
    assert room.listed == ["Today", "Two", "One"]
    room.sidebar.requests.archive.emit((two,), NO)
    assert room.listed == ["Today", "One"]
    room.sidebar.shelf_chosen.emit(Shelf.LIST)
    assert room.listed == ["Today", "Two"]


def test_undo_brings_many_back_from_the_archive(room: Room, talk: Talk) -> None:
    ids = (talk("One"), talk("Two"))
    room.sidebar.requests.archive.emit(ids, YES)
    bar = room.sidebar.findChild(UndoBar)
    assert bar is not None
    bar.undo()
    assert room.listed == ["Today", "Two", "One"]


def test_undo_of_one_opens_it_again(room: Room, talk: Talk) -> None:
    one = talk("One")
    room.conversation.open(one)
    room.sidebar.requests.delete.emit((one,))
    assert on_screen(room) is None
    room.sidebar.undo_requested.emit(Moved((one,), "One", Shelf.BIN))
    assert on_screen(room) == one
    assert room.listed == ["Today", "One"]


def test_deleted_ones_wait_in_the_bin_and_the_engine_forgets_them(room: Room, talk: Talk) -> None:
    one, two = talk("One"), talk("Two")
    told: list[int] = []
    room.controller.deleted.connect(told.append)
    room.sidebar.requests.delete.emit((one, two))
    assert told == [one, two]
    room.sidebar.shelf_chosen.emit(Shelf.BIN)
    assert set(room.listed) == {"Today", "One", "Two"}
    room.sidebar.requests.restore.emit((one,))
    assert room.listed == ["Today", "Two"]
    assert [one.title for one in room.history.conversations.recent()] == ["One"]


def test_erased_ones_are_gone_for_good(room: Room, talk: Talk, qtbot: QtBot) -> None:
    one, two, three = talk("One"), talk("Two"), talk("Three")
    room.sidebar.requests.delete.emit((one, two, three))
    told: list[int] = []
    room.controller.deleted.connect(told.append)
    room.sidebar.requests.erase.emit((one,))
    assert {left.id for left in room.history.conversations.deleted()} == {two, three}
    room.sidebar.requests.empty_bin.emit()
    qtbot.waitUntil(lambda: room.history.conversations.deleted() == ())
    assert set(told) == {one, two, three}  # for what is kept of them elsewhere


def test_full_bin_is_emptied_in_slices_between_which_one_can_be_brought_back(
    room: Room, talk: Talk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.control.sidebar.organizing._ERASING_SECONDS", 0.0)
    first, second, third = talk("One"), talk("Two"), talk("Three")
    room.sidebar.requests.delete.emit((first, second, third))
    room.sidebar.requests.empty_bin.emit()
    room.sidebar.requests.restore.emit((second,))
    monkeypatch.undo()
    qtbot.waitUntil(lambda: room.history.conversations.deleted() == ())
    assert room.listed == ["Today", "Two"]


def test_emptying_the_bin_is_finished_when_the_window_closes(
    room: Room, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.control.sidebar.organizing._ERASING_SECONDS", 0.0)
    room.sidebar.requests.delete.emit((talk("One"), talk("Two")))
    room.sidebar.requests.empty_bin.emit()
    room.controller.close()
    assert room.history.conversations.deleted() == ()


def test_conversation_that_is_being_answered_is_not_erased(
    room: Room, talk: Talk, loaded: ScriptedEngine, qtbot: QtBot
) -> None:
    one = talk("One")
    question = room.history.messages.ask(one, "And now?")
    room.answering.answer(question, AnswerRequest(SamplingSettings(), "balanced", ""))
    room.sidebar.requests.delete.emit((one,))
    room.sidebar.requests.erase.emit((one,))
    assert [error.text.id for error in room.failures] == ["error.erase.running"]
    assert [left.id for left in room.history.conversations.deleted()] == [one]
    loaded.events.put(None)
    qtbot.waitUntil(lambda: bool(loaded.stops))


def test_what_is_gone_meanwhile_is_no_error(room: Room, talk: Talk) -> None:
    one = talk("One")
    room.history.conversations.erase(one)
    requests = room.sidebar.requests
    requests.rename.emit(one, "x")
    requests.pin.emit((one,), YES)
    requests.restore.emit((one,))
    requests.delete.emit((one,))
    requests.archive.emit((one,), YES)
    assert room.failures == []


def test_empty_title_brings_the_automatic_one_back(room: Room, talk: Talk, history: History) -> None:
    one = talk("What is a monad?")
    room.sidebar.requests.rename.emit(one, "Mine")
    assert room.listed == ["Today", "Mine"]
    room.sidebar.requests.rename.emit(one, "")
    assert history.conversations.recent()[0].title == "What is a monad?"


def test_export_is_passed_on(room: Room, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.controller.export_requested) as told:
        room.sidebar.requests.export.emit((1, 2))
    assert told.args == [(1, 2)]


def test_list_that_cannot_be_read_is_told_and_left_as_it_is(
    room: Room, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk("One")
    room.controller.refresh()

    def fail() -> None:
        raise user_error("history.disk_fault", file="history.sqlite3", folder="/")

    monkeypatch.setattr(room.history.conversations, "recent", fail)
    room.controller.refresh()
    assert [error.text.id for error in room.failures] == ["history.disk_fault"]
    assert room.listed == ["Today", "One"]
