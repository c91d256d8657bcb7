"""Exporting and importing with a real history: files appear, progress ends, and what comes in is as it went out."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.control.exchange import ExportController, ImportController
from desktop.exchange import ExportWish, Target, TaskDialog
from desktop.notices import NoticeBar
from desktop.theme import LIGHT
from models.errors import UserError
from models.history import AnswerState, Attachment, History
from models.texts import Phrasebook

PATIENCE_MS = 60_000


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    with History.open(tmp_path / "history.sqlite3") as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def bar(window: QWidget) -> NoticeBar:
    made = NoticeBar(say=Phrasebook("en"), theme=LIGHT)
    made.setParent(window)
    return made


@pytest.fixture
def exports(history: History, window: QWidget, bar: NoticeBar) -> Iterator[ExportController]:
    made = ExportController(history=history, notices=lambda: bar, say=Phrasebook("en"), window=window)
    yield made
    made.close()


@pytest.fixture
def imports(history: History, window: QWidget) -> Iterator[ImportController]:
    made = ImportController(history=history, say=Phrasebook("en"), window=window)
    yield made
    made.close()


def conversation(history: History, question: str = "Why is the sky blue?") -> int:
    made = history.conversations.create(mode="balanced").id
    asked = history.messages.ask(made, question, (Attachment("notes.txt", "blue\n", 5),))
    answer = history.messages.begin_answer(asked)
    history.messages.finish_answer(
        answer, state=AnswerState.COMPLETE, content="Rayleigh scattering: $\\lambda^{-4}$.", thinking="Hm, ω."
    )
    return made


def outcome(imports: ImportController) -> TaskDialog:
    """Return the dialog that says what came of an import."""
    parent = imports.parent()
    assert isinstance(parent, QWidget)
    (dialog,) = parent.findChildren(TaskDialog)
    return dialog


def wish(target: Target, *, thinking: bool = False) -> ExportWish:
    return ExportWish(target, thinking=thinking, records=False)


def wait(qtbot: QtBot, over: Callable[[], bool]) -> None:
    qtbot.waitUntil(over, timeout=PATIENCE_MS)


@pytest.mark.parametrize("target", [Target.MARKDOWN, Target.HTML, Target.PDF, Target.JSON])
def test_one_conversation_becomes_a_file(
    history: History, exports: ExportController, bar: NoticeBar, tmp_path: Path, target: Target, qtbot: QtBot
) -> None:
    path = tmp_path / f"sky{target.ending}"
    exports.export((conversation(history),), wish(target), path)
    wait(qtbot, lambda: not exports.running)
    data = path.read_bytes()
    if target is Target.PDF:
        assert data.startswith(b"%PDF")
    else:
        assert b"Why is the sky blue?" in data
    assert bar.current is not None
    assert bar.current.text == f"Exported to “sky{target.ending}”."
    assert bar.current.action == "Show in folder"


def test_thinking_goes_in_as_wished(history: History, exports: ExportController, tmp_path: Path, qtbot: QtBot) -> None:
    made = conversation(history)
    for thinking in (False, True):
        path = tmp_path / f"{thinking}.md"
        exports.export((made,), wish(Target.MARKDOWN, thinking=thinking), path)
        wait(qtbot, lambda: not exports.running)
        assert ("Hm, ω." in path.read_text(encoding="utf-8")) is thinking


@pytest.mark.parametrize("target", [Target.HTML, Target.PDF])
def test_several_conversations_fill_a_folder_and_replace_nothing(
    history: History, exports: ExportController, tmp_path: Path, target: Target, qtbot: QtBot
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    ids = (conversation(history), conversation(history), conversation(history, "Something else"))
    older = folder / f"Why is the sky blue{target.ending}"
    older.write_bytes(b"older")
    exports.export(ids, wish(target), folder)
    wait(qtbot, lambda: not exports.running)
    assert older.read_bytes() == b"older"
    assert len(list(folder.iterdir())) == 4


def test_everything_comes_back_from_an_archive(
    history: History,
    exports: ExportController,
    imports: ImportController,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    ids = (conversation(history), conversation(history, "Something else"))
    path = tmp_path / "all.zip"
    exports.export(ids, wish(Target.ARCHIVE), path)
    wait(qtbot, lambda: not exports.running)
    history.conversations.delete(*ids)
    history.conversations.empty_bin()
    with qtbot.waitSignal(imports.imported, timeout=PATIENCE_MS):
        imports.take_in(path)
    assert {one.title for one in history.conversations.recent()} == {"Why is the sky blue?", "Something else"}
    assert outcome(imports).sentence == "2 conversations were imported."


def test_what_cannot_be_read_is_said_and_the_rest_is_taken_in(
    imports: ImportController, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "conversations.json"
    path.write_text(json.dumps([{"title": "Odd", "mapping": 5}]), encoding="utf-8")
    imports.take_in(path)
    wait(qtbot, lambda: not imports.running)
    dialog = outcome(imports)
    assert dialog.sentence.startswith("No conversation was imported.")
    assert dialog.isVisible()


def test_a_file_of_something_else_is_refused_in_a_sentence(
    imports: ImportController, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "song.json"
    path.write_bytes(b"\x00\x01")
    imports.take_in(path)
    wait(qtbot, lambda: not imports.running)
    dialog = outcome(imports)
    assert dialog.sentence


def test_a_folder_that_is_gone_is_said(
    history: History, exports: ExportController, tmp_path: Path, qtbot: QtBot
) -> None:
    for target in (Target.HTML, Target.PDF):
        errors: list[UserError] = []
        exports.failed.connect(errors.append)
        exports.export((conversation(history),), wish(target), tmp_path / "gone" / "file")
        wait(qtbot, lambda: not exports.running)
        assert errors[-1].text.id == "exchange.not_written"


def test_a_cancelled_print_leaves_no_file(
    history: History, exports: ExportController, tmp_path: Path, qtbot: QtBot
) -> None:
    made = history.conversations.create(mode="balanced").id
    for _ in range(30):
        history.messages.ask(made, "word " * 2000)
    exports.export((made,), wish(Target.PDF), tmp_path / "long.pdf")
    qtbot.wait(50)
    exports.cancel()
    assert not exports.running
    assert not list(tmp_path.glob("*.pdf*"))


def test_nothing_to_export_is_said(exports: ExportController, qtbot: QtBot) -> None:
    with qtbot.waitSignal(exports.failed) as failed:
        exports.ask_for_all()
    assert failed.args is not None
    assert failed.args[0].text.id == "export.nothing"


def shown(controller: ExportController | ImportController) -> TaskDialog:
    """Return the dialog of what was begun last."""
    parent = controller.parent()
    assert isinstance(parent, QWidget)
    return parent.findChildren(TaskDialog)[-1]


def cancel(dialog: TaskDialog) -> None:
    """Close a dialog as the user does."""
    dialog.open()
    dialog.close()
    assert not dialog.isVisible()


def test_after_a_cancelled_export_another_one_can_be_made(
    history: History, exports: ExportController, tmp_path: Path, qtbot: QtBot
) -> None:
    ids = tuple(conversation(history, f"Question {number}") for number in range(300))
    exports.export(ids, wish(Target.ARCHIVE), tmp_path / "all.zip")
    cancel(shown(exports))
    wait(qtbot, lambda: not exports.running)
    assert not [*tmp_path.glob("all.zip"), *tmp_path.glob("*.part")]
    exports.export(ids, wish(Target.ARCHIVE), tmp_path / "again.zip")
    wait(qtbot, lambda: not exports.running)
    assert (tmp_path / "again.zip").exists()


def test_what_a_cancelled_import_took_in_is_told(
    history: History, exports: ExportController, imports: ImportController, tmp_path: Path, qtbot: QtBot
) -> None:
    ids = tuple(conversation(history, f"Question {number}") for number in range(300))
    path = tmp_path / "all.zip"
    exports.export(ids, wish(Target.ARCHIVE), path)
    wait(qtbot, lambda: not exports.running)
    history.conversations.erase(*ids)
    imports.take_in(path)
    dialog = shown(imports)
    wait(qtbot, lambda: bool(history.conversations.recent()))
    with qtbot.waitSignal(imports.imported, timeout=PATIENCE_MS):
        cancel(dialog)
    assert not imports.running
    assert dialog.isVisible()
    assert dialog.sentence.startswith("The import was stopped")
    assert len(history.conversations.recent()) < len(ids)
