"""The dialog that opens any model file."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.library import OpenModelDialog
from models.texts import Phrasebook
from tests.library.samples import model_file


def test_dialog_begins_in_the_folder_and_tells_the_file(qtbot: QtBot, say: Phrasebook, tmp_path: Path) -> None:
    path = model_file(tmp_path, "张 三.gguf", "A")
    dialog = OpenModelDialog(folder=tmp_path, say=say)
    qtbot.addWidget(dialog)
    assert Path(dialog.directory().absolutePath()) == tmp_path
    assert dialog.nameFilters() == ["Models (*.gguf)"]
    with qtbot.waitSignal(dialog.model_chosen) as told:
        dialog.fileSelected.emit(str(path))
    assert told.args == [path]
