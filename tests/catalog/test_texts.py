"""The texts of the catalogue and of all settings exist in every language, with the same fields."""

import json
from functools import cache
from string import Formatter

import pytest

from models.catalog import text_ids
from models.engine import EngineSettings
from models.resources import resource
from models.sampling import SamplingSettings, Verdict
from models.settings import Preferences, declarations
from models.texts import LANGUAGES

DECLARED = [item for settings in (SamplingSettings, EngineSettings, Preferences) for item in declarations(settings)]


@cache
def texts(language: str) -> dict[str, str]:
    folder = resource("texts")
    paths = [folder / f"{language}.json", *sorted(folder.glob(f"parts/*.{language}.json"))]
    return {name: text for path in paths if path.exists() for name, text in json.loads(path.read_text("utf-8")).items()}


def fields_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def named_texts() -> set[str]:
    of_settings = {f"setting.{item.name}.{part}" for item in DECLARED for part in ("label", "help")}
    of_choices = {f"choice.{item.name}.{member.value}" for item in DECLARED for member in item.choices or ()}
    of_hints = {verdict.text_id for verdict in Verdict}
    return {*text_ids(), *of_settings, *of_choices, *of_hints, "error.settings.not_saved"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_data_and_settings_name_is_written(language: str) -> None:
    assert named_texts() - texts(language).keys() == set()
    assert all(texts(language)[name].strip() for name in named_texts())


def test_every_language_fills_in_the_same_fields() -> None:
    for name in named_texts():
        assert len({frozenset(fields_of(texts(language)[name])) for language in LANGUAGES}) == 1, name


def test_settings_have_different_names() -> None:
    names = [item.name for item in DECLARED]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_instruction_for_maths_asks_for_a_boxed_answer(language: str) -> None:
    assert r"\boxed{}" in texts(language)["mode.math.instruction"].format()
