"""Every text exists in every language with the same fields, is used, and every id that is used exists."""

import re

import pytest

from models.texts import LANGUAGES
from tests.project.catalogues import TEXTS, calls, catalogue, fields, identifiers, patterns

ENGLISH, CHINESE = LANGUAGES
SAME_IN_BOTH = {
    "bench.beside.bench",
    "bench.beside.highlevel",
    "bench.beside.server",
    "bench.unit.mebibytes",
    "choice.language.en",
    "choice.rope_scaling.yarn",
    "choice.rope_scaling.yarn_4",
    "choice.source.hf_mirror",
    "choice.source.huggingface",
    "export.json",
    "export.markdown",
    "export.pdf",
    "family.qwen2_5.name",
    "family.r1.name",
    "family.smollm2.name",
    "mode.json.name",
    "setting.flash_attention.label",
    "setting.min_p.label",
    "setting.top_k.label",
    "setting.top_p.label",
    "start.title",
    "status.context",
}
"""Ids of names that Chinese users write in Latin letters too."""

HAN = r"[\u4e00-\u9fff]"


def test_both_languages_have_the_same_texts() -> None:
    assert catalogue(ENGLISH).keys() ^ catalogue(CHINESE).keys() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_sorted(language: str) -> None:
    texts = catalogue(language)
    assert list(texts) == sorted(texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_written_with_care(language: str) -> None:
    careless = [name for name, text in catalogue(language).items() if text != text.strip() or not text or "  " in text]
    assert careless == []


def test_both_languages_have_the_same_fields() -> None:
    english, chinese = catalogue(ENGLISH), catalogue(CHINESE)
    unlike = {name: fields(english[name]) ^ fields(chinese[name]) for name in english.keys() & chinese.keys()}
    assert {name: names for name, names in unlike.items() if names} == {}


def test_chinese_texts_are_chinese() -> None:
    assert {name for name, text in catalogue(CHINESE).items() if not _is_chinese(text)} == SAME_IN_BOTH


def _is_chinese(text: str) -> bool:
    """Say whether `text` has Chinese characters, or no words at all but its fields."""
    words = re.search(r"[A-Za-z]{2}", re.sub(r"\{.*?\}", "", text))
    return re.search(HAN, text) is not None or words is None


def test_chinese_texts_have_full_width_punctuation() -> None:
    narrow = re.compile(rf"{HAN}[,;:!?]|{HAN}\.(?![\w.])")
    assert {name: text for name, text in catalogue(CHINESE).items() if narrow.search(text)} == {}


def test_every_text_that_is_used_exists() -> None:
    english = catalogue(ENGLISH)
    assert [f"{where} {name}" for where, name in identifiers() if name not in english] == []


def test_every_id_made_of_parts_fits_a_text() -> None:
    english = catalogue(ENGLISH)
    assert [f"{where} {one.pattern}" for where, one in patterns() if not any(map(one.fullmatch, english))] == []


def test_every_text_is_used() -> None:
    named = {name for _, name in identifiers()}
    made_up = [pattern for _, pattern in patterns()]
    unused = [
        name for name in catalogue(ENGLISH) if name not in named and not any(one.fullmatch(name) for one in made_up)
    ]
    assert unused == []


def test_every_text_gets_its_fields() -> None:
    english = catalogue(ENGLISH)
    wrong = [
        f"{call.where} {call.text}: gives {sorted(call.fields)}, the text has {sorted(fields(english[call.text]))}"
        for call in calls()
        if call.fields != fields(english[call.text])
    ]
    assert wrong == []


def test_only_finished_catalogues_are_kept() -> None:
    assert sorted(path.name for path in TEXTS.iterdir()) == sorted(f"{language}.json" for language in LANGUAGES)
