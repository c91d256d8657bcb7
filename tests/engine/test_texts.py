"""The sentences of the engine that a user can meet."""

import re
import string
from pathlib import Path

import pytest

from models.texts import LANGUAGES, Phrasebook

ROOM = Path(__file__).parents[2] / "models" / "engine"
FIELDS = {
    "engine.build_refused": {"name"},
    "engine.load_failed": {"name"},
    "engine.context_failed": {"name", "context"},
    "engine.prompt_too_long": {"tokens", "context"},
    "engine.context_used_up": {"tokens", "context"},
    "engine.no_room_to_continue": {"tokens", "context"},
    "engine.context_capped": {"context", "wanted"},
    "engine.template_refused": {"reason"},
    "engine.bad_template": {"reason"},
    "engine.not_for_chat": {"name"},
    "engine.too_large": {"megabytes"},
}


def used() -> set[str]:
    sources = (file.read_text("utf-8") for file in ROOM.rglob("*.py"))
    return {found for source in sources for found in re.findall(r'"(engine\.[a-z_]+)"', source)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_exists_with_its_fields(language: str) -> None:
    say = Phrasebook(language)
    assert len(used()) >= 17
    for text_id in used():
        text = say._texts[text_id]
        assert {name for _, name, _, _ in string.Formatter().parse(text) if name} <= FIELDS.get(text_id, set())
        assert say(text_id, name="x", context=1, wanted=3, tokens=2, reason="y", megabytes=64)
