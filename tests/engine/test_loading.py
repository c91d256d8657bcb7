"""Loading through the real engine: progress, cancelling, bad files, odd names, templates."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine import EngineSettings, FlashAttention, Loaded, Loading, ProcessEngine, RopeScaling
from models.errors import UserError
from models.runtime import CacheType
from tests.support.engines import collect, interrupted_load, loaded_engine, question, sampling
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
    error = interrupted_load(engine, starter_model, EngineSettings(), engine.stop)
    assert error.text.id == "engine.load_stopped"
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


@pytest.mark.parametrize("cache", [CacheType.Q8_0, CacheType.Q4_0])
def test_a_compressed_cache_takes_less_room_and_answers(cache: CacheType, starter_model: Path, tmp_path: Path) -> None:
    sizes = {}
    for kind in (CacheType.F16, cache):
        engine = ProcessEngine(states=tmp_path / kind)
        list(engine.load(starter_model, EngineSettings(context=1024, threads=1, cache_type=kind)))
        answered = collect(engine.generate(question("Name the three primary colours."), sampling(), conversation="1"))
        assert answered.answer
        engine.close()
        (state,) = (tmp_path / kind).glob("*.state")
        sizes[kind] = state.stat().st_size
    assert sizes[cache] < 0.6 * sizes[CacheType.F16]


def test_a_compressed_cache_without_flash_attention_is_refused(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        settings = EngineSettings(context=512, cache_type=CacheType.Q8_0, flash_attention=FlashAttention.OFF)
        with pytest.raises(UserError) as caught:
            list(engine.load(starter_model, settings))
    assert caught.value.text.id == "engine.cache_needs_flash"


def test_a_model_that_has_no_room_for_a_compressed_cache_says_so(tiny_r1_model: Path) -> None:
    with loaded_engine(tiny_r1_model) as engine:
        settings = EngineSettings(context=512, threads=1, cache_type=CacheType.Q8_0)  # its heads are 16 wide
        with pytest.raises(UserError) as caught:
            list(engine.load(tiny_r1_model, settings))
    assert caught.value.text.id == "engine.cache_unfit"


def test_yarn_gives_four_times_the_context(starter_model: Path) -> None:
    with loaded_engine(starter_model, EngineSettings(context=100_000, threads=1)) as engine:
        assert engine.loaded is not None
        trained = engine.loaded.engine.context
    with loaded_engine(
        starter_model, EngineSettings(context=trained + 256, threads=1, rope_scaling=RopeScaling.YARN_4)
    ) as engine:
        assert engine.loaded is not None
        assert engine.loaded.engine.context == trained + 256
        assert collect(engine.generate(question("Hi."), sampling())).answer


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="/proc")
@pytest.mark.parametrize("mapped", [True, False])
def test_the_file_is_mapped_or_read(mapped: bool, starter_model: Path) -> None:  # noqa: FBT001 - a parameter of the test
    with loaded_engine(starter_model, EngineSettings(context=512, threads=1, use_mmap=mapped)) as engine:
        assert collect(engine.generate(question("Hi."), sampling())).answer
        assert engine.pid is not None
        maps = Path(f"/proc/{engine.pid}/maps").read_text("utf-8")
    found = str(starter_model.resolve()) in maps
    assert found is mapped
