"""What `docs/history-format.md` shows is what the program reads."""

import re
from pathlib import Path

import msgspec

from models.exchange.archive_file import Manifest
from models.history import History
from tests.exchange.samples import imported, texts

_DOCUMENT = Path(__file__).parents[2] / "docs" / "history-format.md"


def _examples() -> list[str]:
    return re.findall(r"```json\n(.*?)```", _DOCUMENT.read_text("utf-8"), re.DOTALL)


def test_the_conversation_that_is_shown_can_be_imported(tmp_path: Path, history: History) -> None:
    path = tmp_path / "example.json"
    path.write_text(_examples()[0], "utf-8")
    summary = imported(path, history)
    assert summary.skipped == ()
    (number,) = summary.imported
    assert texts(history, number) == ["What is 2 + 2?", "Four."]
    assert history.whole.read(number).messages[0].attachments[0].name == "sum.py"
    assert dict(history.conversations.get(number).overrides.values) == {"temperature": 0.25}


def test_the_list_of_an_archive_that_is_shown_is_one() -> None:
    manifest = msgspec.json.decode(_examples()[1], type=Manifest)
    assert (manifest.format, manifest.folders) == ("tempera-history", ("Work", "Ideas"))
