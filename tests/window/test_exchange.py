"""The menu of the conversation on screen, in the running program."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.exchange import ExportDialog, ExportWish, Target
from models.errors import UserError, user_error
from models.history import History
from tests.window.conftest import Running

pytestmark = pytest.mark.usefixtures("installed_starter")
Start = Callable[..., Running]


def conversation(history: History, *questions: str) -> int:
    made = history.conversations.create(mode="balanced").id
    for question in questions:
        history.messages.ask(made, question)
    return made


def test_the_menu_exports_what_is_on_screen(start: Start) -> None:
    running = start()
    menu = running.window.menu_button
    export = menu.menu().actions()[0]
    assert not export.isEnabled()
    running.parts.shell.conversation.open(conversation(running.parts.history, "Why?"))
    assert export.isEnabled()
    export.trigger()
    (dialog,) = running.window.findChildren(ExportDialog)
    assert dialog.windowTitle() == "Export conversation"
    dialog.reject()


def test_the_menu_archives_what_is_on_screen(start: Start) -> None:
    running = start()
    history = running.parts.history
    made = conversation(history, "Why?")
    running.parts.shell.conversation.open(made)
    running.window.menu_button.archive_requested.emit()
    assert [one.id for one in history.conversations.archived()] == [made]


def test_the_window_closes_while_a_file_is_printed(start: Start, tmp_path: Path) -> None:
    running = start()
    made = conversation(running.parts.history, *("word " * 3000 for _ in range(40)))
    exports = running.parts.shell._living().chats.exchange.exports
    exports.export((made,), ExportWish(Target.PDF, thinking=False, records=False), tmp_path / "long.pdf")
    QApplication.processEvents()
    running.window.close()
    assert not exports.running
    assert not list(tmp_path.glob("long*"))


def test_a_history_that_cannot_be_read_is_told_and_nothing_else_happens(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = start()
    history = running.parts.history
    running.parts.shell.conversation.open(conversation(history, "Why?"))
    told: list[UserError] = []
    running.parts.shell._living().chats.exchange.failed.connect(told.append)

    def broken(*_: object) -> None:
        raise user_error("history.disk_fault", folder="x")

    monkeypatch.setattr(history.messages, "thread", broken)
    monkeypatch.setattr(history.conversations, "recent", broken)
    running.window.menu_button.branch_requested.emit()
    running.window.menu_button.export_all_requested.emit()
    assert [error.text.id for error in told] == ["history.disk_fault", "history.disk_fault"]
