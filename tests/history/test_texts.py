"""The sentences about the history that a user can meet."""

import json
import re
import string
from pathlib import Path

from models.resources import resource

_ROOM = Path(__file__).parents[2] / "models" / "history"


def _texts(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for catalogue in resource("texts").rglob(f"*{language}.json"):
        found |= json.loads(catalogue.read_text("utf-8"))
    return {text_id: text for text_id, text in found.items() if text_id.startswith("history.")}


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_exists_in_both_languages_with_the_same_fields() -> None:
    used = {found for file in _ROOM.glob("*.py") for found in re.findall(r'"(history\.\w+)"', file.read_text("utf-8"))}
    used -= {name for name in used if name.endswith(".sqlite3")}
    english, chinese = _texts("en"), _texts("zh_CN")
    assert used == {text_id for text_id in used if text_id in english and text_id in chinese}
    assert len(used) == 7
    for text_id in used:
        assert _fields(english[text_id]) == _fields(chinese[text_id]) <= {"file", "folder"}
