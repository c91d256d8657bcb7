"""A model's file that changes on disk between two questions: the new one is loaded, or one sentence says why not."""

import os
import shutil
from pathlib import Path

import pytest

from models.engine import Done, EngineSettings, Loaded, ProcessEngine
from models.errors import UserError
from models.record import StopReason
from tests.support.engines import collect, loaded_engine, question, sampling

SETTINGS = EngineSettings(context=512, threads=1)


@pytest.fixture
def model(tmp_path: Path, starter_model: Path) -> Path:
    return Path(shutil.copy(starter_model, tmp_path / "model.gguf"))


def ask(engine: ProcessEngine) -> tuple[list[Loaded], Done]:
    events = list(engine.generate(question("Name a colour."), sampling(max_tokens=6)))
    assert isinstance(events[-1], Done)
    return [event for event in events if isinstance(event, Loaded)], events[-1]


def test_a_file_that_was_replaced_is_loaded_and_the_user_is_told(model: Path, tiny_r1_model: Path) -> None:
    with loaded_engine(model, SETTINGS) as engine:
        assert ask(engine)[0] == []
        other = Path(shutil.copy(tiny_r1_model, model.with_name("other.gguf")))
        other.replace(model)
        (loaded,), done = ask(engine)
        assert [notice.text_id for notice in loaded.notices] == ["engine.file_changed"]
        assert loaded.model.family == done.model.family == "r1"
        assert engine.loaded == loaded
        assert ask(engine)[0] == []  # once is enough


def test_a_file_that_was_cut_off_in_place_is_one_sentence_and_a_whole_one_works_again(
    model: Path, starter_model: Path
) -> None:
    with loaded_engine(model, SETTINGS) as engine:
        ask(engine)
        with model.open("r+b") as file:
            file.truncate(1_000_000)
        with pytest.raises(UserError) as caught:
            ask(engine)
        assert caught.value.text.id == "error.file.cut_off"
        shutil.copy(starter_model, model)
        assert ask(engine)[1].stats.answer_tokens


def test_a_file_that_was_only_touched_is_loaded_again(model: Path) -> None:
    with loaded_engine(model, SETTINGS) as engine:
        os.utime(model, ns=(1, 1))
        assert len(ask(engine)[0]) == 1


def test_a_file_that_was_removed_goes_on_answering(model: Path) -> None:
    with loaded_engine(model, SETTINGS) as engine:
        model.unlink()
        answered = collect(engine.generate(question("Name a colour."), sampling(max_tokens=6)))
        assert answered.done.stats.stop_reason in {StopReason.LENGTH, StopReason.END}
