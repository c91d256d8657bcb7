"""Loading through the real engine: progress, cancelling, bad files, odd names, templates."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine import EngineSettings, Loaded, Loading, ProcessEngine
from models.errors import UserError
from tests.support.engines import collect, question, sampling
from tests.support.tiny_model import write_byte_model


@pytest.fixture
def engine() -> Iterator[ProcessEngine]:
    made = ProcessEngine()
    yield made
    made.close()


def load(engine: ProcessEngine, path: Path) -> Loaded:
    *_, last = engine.load(path, EngineSettings(context=512))
    assert isinstance(last, Loaded)
    return last


def test_progress_grows_and_ends_with_the_model(engine: ProcessEngine, starter_model: Path) -> None:
    *loading, last = engine.load(starter_model, EngineSettings())
    fractions = [event.fraction for event in loading if isinstance(event, Loading)]
    assert len(fractions) > 5
    assert fractions == sorted(fractions)
    assert isinstance(last, Loaded)
    assert last.engine.context == 8192
    assert last.model.quantization == "Q4_1"
    assert not last.notices


def test_a_load_can_be_cancelled(engine: ProcessEngine, starter_model: Path) -> None:
    with pytest.raises(UserError) as caught:  # noqa: PT012 - the load goes on until the stop is noticed
        for _ in engine.load(starter_model, EngineSettings()):
            engine.stop()
    assert caught.value.text.id == "engine.load_stopped"
    assert engine.loaded is None
    assert load(engine, starter_model).model.name


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("missing", "error.file.missing"),
        ("folder", "error.file.is_folder"),
        ("empty", "error.file.empty"),
        ("text", "error.file.not_gguf"),
        ("cut", "error.file.cut_off"),
        ("version", "error.file.too_new"),
    ],
)
def test_a_bad_file_is_a_sentence_and_the_next_load_works(
    engine: ProcessEngine, starter_model: Path, tmp_path: Path, name: str, error: str
) -> None:
    bad = tmp_path / f"{name}.gguf"
    if name == "folder":
        bad.mkdir()
    elif name == "empty":
        bad.touch()
    elif name == "text":
        bad.write_text("no model")
    elif name in {"cut", "version"}:
        shutil.copyfile(starter_model, bad)
    if name == "cut":
        os.truncate(bad, 20_000_000)
    if name == "version":
        with bad.open("r+b") as file:
            file.seek(4)
            file.write((99).to_bytes(4, "little"))
    with pytest.raises(UserError) as caught:
        load(engine, bad)
    assert caught.value.text.id == error
    assert engine.loaded is None
    assert load(engine, starter_model).layers > 0


def test_any_name_works(engine: ProcessEngine, tmp_path: Path) -> None:
    path = tmp_path / '张 三\'s "模型" é.gguf'
    write_byte_model(path)
    assert load(engine, path).model.path == str(path)


@pytest.mark.parametrize(
    ("template", "notice"),
    [(None, "engine.no_template"), ("{% for x in", "engine.bad_template"), ("{{ 1 / 0 }}", "engine.bad_template")],
)
def test_a_model_without_a_usable_template_is_loaded_with_a_calm_notice(
    engine: ProcessEngine, tmp_path: Path, template: str | None, notice: str
) -> None:
    path = tmp_path / "base.gguf"
    write_byte_model(path, chat_template=template)
    assert [one.text_id for one in load(engine, path).notices] == [notice]
    assert collect(engine.generate(question("Hi"), sampling(max_tokens=3))).done.stats.answer_tokens == 3


def test_a_template_that_never_ends_does_not_hang_the_engine(engine: ProcessEngine, tmp_path: Path) -> None:
    path = tmp_path / "endless.gguf"
    loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    write_byte_model(path, chat_template=loops)
    assert [one.text_id for one in load(engine, path).notices] == ["engine.bad_template"]
