"""The soak's own checks find what they look for."""

import itertools
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine import Done, EngineSettings, ProcessEngine
from models.history import AnswerState, History
from tests.support.engines import collect, question, sampling
from tools.soak import states, traces
from tools.soak.growth import Growth
from tools.soak.outcome import Figure, Outcome
from tools.soak.replayer import Replayer
from tools.soak.results import note
from tools.soak.shown import Shown, ShownAnswer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the soak runs on Linux")
LEVEL = 80 << 20


def course(turns: int, *, leak: int) -> list[int]:
    """Return memory that fills for a while, wavers, needs much for a moment now and then, and leaks."""
    chance = random.Random(1)
    peaks = itertools.cycle([0, 0, 0, 0, 0, 0, 20 << 20])
    return [
        LEVEL - (LEVEL >> 2) // (turn + 1) + turn * leak + chance.randrange(1 << 15) + next(peaks)
        for turn in range(turns)
    ]


def test_a_leak_shows_in_the_later_half_and_peaks_do_not() -> None:
    assert abs(Growth.of_later_half(course(2000, leak=0)).share) < 0.001
    leaking = Growth.of_later_half(course(2000, leak=4096))
    assert leaking.share > 0.03
    assert leaking.per_turn == pytest.approx(4096, rel=0.1)


def test_a_leak_shows_between_rounds_of_the_same_turns() -> None:
    for leak in (0, 4096):
        chance = random.Random(2)
        needs = [chance.randrange(30 << 20) for _ in range(25)]
        rounds = [[LEVEL + need + leak * (25 * one + turn) for turn, need in enumerate(needs)] for one in range(4)]
        assert Growth.of_rounds(rounds).per_turn == pytest.approx(leak)


def test_too_short_a_course_is_refused() -> None:
    with pytest.raises(ValueError, match="too few"):
        Growth.of_later_half([1] * 17)
    with pytest.raises(ValueError, match="too few"):
        Growth.of_rounds([[1], [1]])


def test_whatever_is_left_behind_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "_PATIENCE", 0.1)
    tracker = traces.Tracker(tmp_path)
    assert tracker.left_over() == ()
    (tmp_path / "0.1.tmp").touch()
    ended, file = threading.Event(), (tmp_path / "kept.state").open("w")
    thread = threading.Thread(target=ended.wait, name="idler")
    thread.start()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE):
        left = " ".join(tracker.left_over())
    ended.set()
    thread.join()
    file.close()
    assert "idler" in left
    assert "0.1.tmp" in left
    assert "the process" in left
    assert "open files" in left
    (tmp_path / "0.1.tmp").unlink()
    assert tracker.left_over() == ()


def test_a_word_that_is_missing_in_the_history_is_found(tmp_path: Path) -> None:
    with History.open(tmp_path / "history.sqlite3") as history:
        asked = history.messages.ask(history.conversations.create(mode="balanced").id, "Why?")
        answer = history.messages.begin_answer(asked)
        history.messages.finish_answer(answer, state=AnswerState.FAILED, content="Because", thinking="hm")
        shown = Shown()
        shown.ask(history.messages.get(asked))
        shown.answers[answer] = ShownAnswer("Because", "hm")
        assert list(shown.lost(history)) == []
        shown.answers[answer] = ShownAnswer("Because of", "hm")
        assert len(list(shown.lost(history))) == 1
        shown.questions[asked] = "How?"
        assert len(list(shown.lost(history))) == 1
        assert list(shown.lost(history)) == []  # told once


@pytest.fixture(scope="module")
def kept(tiny_r1_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, ProcessEngine, Done]]:
    """A folder with the state of a conversation, the engine that wrote it, and the end of an answer."""
    folder = tmp_path_factory.mktemp("states")
    engine = ProcessEngine(states=folder)
    try:
        list(engine.load(tiny_r1_model, EngineSettings(context=1024, threads=1)))
        done = collect(engine.generate(question("word " * 60), sampling(), conversation="one")).done
        collect(engine.generate(question("word " * 60), sampling(), conversation="two"))
        yield folder, engine, done
    finally:
        engine.close()


def test_a_state_that_is_not_whole_is_found(kept: tuple[Path, ProcessEngine, Done], tmp_path: Path) -> None:
    folder, engine, _ = kept
    loaded = engine.loaded
    assert loaded is not None
    (written,) = states.kept(folder)
    assert list(states.broken(folder, loaded)) == []
    data, path = written.read_bytes(), tmp_path / written.name
    for damaged in (data[:-1], bytes([data[0] ^ 1]) + data[1:], b""):
        path.write_bytes(damaged)
        path.chmod(0o600)
        assert len(list(states.broken(tmp_path, loaded))) == 1
    path.write_bytes(data)
    path.chmod(0o644)
    assert list(states.broken(tmp_path, loaded)) == [f"{written.name} can be read by others"]


def test_another_engine_makes_an_answer_again(kept: tuple[Path, ProcessEngine, Done], tiny_r1_model: Path) -> None:
    _, engine, done = kept
    first = collect(engine.generate(question("word " * 60), sampling(seed=2), conversation="one"))
    assert first.done.stats.reused_tokens > 0  # restored
    replayer = Replayer(tiny_r1_model, EngineSettings(context=1024, threads=1))
    try:
        again = replayer.again(question("word " * 60), first.done).result()
        assert (again.answer, again.thinking) == (first.answer, first.thinking)
        other = replayer.again(question("word " * 60), done).result()
        assert (other.answer, other.thinking) != (first.answer, first.thinking)
    finally:
        replayer.close()


def test_results_say_when_and_of_what_code_they_are(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    file = tmp_path / "docs" / "soak.md"
    for title in ("First", "Second"):
        outcome = Outcome(title, (Figure("turns", "3"),), ("it fell over",) if title == "Second" else ())
        note(file, (outcome,), options=f"--seed {title}", root=root)
    text = file.read_text("utf-8")
    assert text.count("# Soak\n") == 1
    assert text.count(", commit ") == 2
    assert text.index("### Second: FAILED") < text.index("### First: passed")
    assert "- **fault**: it fell over" in text
