"""What is typed into messages and not saved, kept in a file that a newer version may have written."""

import json
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.control.tree.unfinished import UnfinishedEdits
from desktop.conversation import Transcript, Unfinished
from desktop.theme import LIGHT
from models.texts import Phrasebook


def _transcript(qtbot: QtBot) -> Transcript:
    transcript = Transcript(say=Phrasebook("en"), theme=LIGHT)
    qtbot.addWidget(transcript)
    return transcript


def test_what_only_a_newer_version_can_read_stays_in_the_file(
    qtbot: QtBot, tmp_path: Path, expected_log: Callable[[str], None]
) -> None:
    expected_log("cannot be read")
    file = tmp_path / "unfinished.json"
    newer = {"7": {"parts": ["a"]}, "note-1": {"text": "x"}}
    file.write_text(json.dumps({"3": {"before": "old", "text": "new"}, **newer}), "utf-8")
    transcript = _transcript(qtbot)
    edits = UnfinishedEdits(editing=transcript.editing, file=file, parent=transcript)
    assert transcript.editing.unfinished == {3: Unfinished("old", "new")}
    transcript.editing.take_over({4: Unfinished("was", "is")})
    edits.save()
    written = json.loads(file.read_text("utf-8"))
    assert written == {"3": {"before": "old", "text": "new"}, "4": {"before": "was", "text": "is"}, **newer}


def test_without_a_file_nothing_is_written(qtbot: QtBot, tmp_path: Path) -> None:
    transcript = _transcript(qtbot)
    edits = UnfinishedEdits(editing=transcript.editing, file=None, parent=transcript)
    transcript.editing.take_over({4: Unfinished("was", "is")})
    edits.save()
    assert list(tmp_path.iterdir()) == []
