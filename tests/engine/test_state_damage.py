"""State files that are damaged, foreign or stale are never trusted and are removed; a sick disk is survived."""

import logging
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import FileIO
from pathlib import Path

import psutil
import pytest

from models.engine import EngineSettings
from models.engine.settings import FlashAttention
from models.engine.worker import kept_state, state_folder
from models.engine.worker.kept_state import StateKey, StateStore
from models.engine.worker.model import LoadedModel
from models.engine.worker.state_seal import Seal, check_state, opened_state, read_seal, seal_bytes, write_seal
from tests.engine.states import KEY, QUOTA, TALK, fill, forget, held, logits_after, prompt
from tests.support.tiny_model import write_byte_model
from tests.support.weights import loaded_model

PROMPT = prompt(120)
SEAL = seal_bytes(len(PROMPT), 0)
KILLS = 20
LONG = 3000
_WRITER = """
import os, sys
from pathlib import Path
from models.engine import EngineSettings
from models.engine.worker.kept_state import StateStore
from tests.engine.states import KEY, QUOTA, TALK, fill, prompt
from tests.support.weights import loaded_model
with loaded_model(Path(sys.argv[1]), EngineSettings(context=4096, threads=1)) as model:
    tokens = prompt(int(sys.argv[3]), seed=int(sys.argv[4]))
    fill(model, tokens)
    for _ in sys.stdin:
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            print("dead", flush=True)
            continue
        store = StateStore(Path(sys.argv[2]), quota=QUOTA)
        print(os.getpid(), flush=True)
        while store.save(TALK, KEY, model.context, tokens):
            pass
        os._exit(1)
"""
"""Computes a prompt once; for each line it reads, a child saves the state again and again until it is killed."""


@pytest.fixture(scope="module")
def byte_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_byte_model(tmp_path_factory.mktemp("model") / "bytes.gguf")


@pytest.fixture(scope="module")
def loaded(byte_model: Path) -> Iterator[LoadedModel]:
    with loaded_model(byte_model, EngineSettings(context=4096, threads=1)) as model:
        fill(model, PROMPT)
        yield model


@pytest.fixture
def model(loaded: LoadedModel) -> LoadedModel:
    """A model that holds the prompt."""
    fill(loaded, PROMPT)
    return loaded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def store(folder: Path) -> StateStore:
    return StateStore(folder, quota=QUOTA)


@pytest.fixture
def file(model: LoadedModel, store: StateStore, folder: Path) -> Path:
    """The kept state of the prompt; the context is empty again."""
    assert store.save(TALK, KEY, model.context, PROMPT)
    forget(model)
    (path,) = folder.iterdir()
    return path


def is_refused(store: StateStore, model: LoadedModel, *, key: StateKey = KEY) -> bool:
    """Say whether nothing is restored, and the context left empty."""
    return store.restore(TALK, key, model.context, PROMPT) == [] and held(model) == 0


def places(size: int) -> Iterator[tuple[int, int]]:
    """Yield places to damage, as byte and bit: all of the seal, the beginning and 300 anywhere between."""
    random.seed(7)
    for byte in (*range(size - SEAL, size), *range(64)):
        yield byte, random.randrange(8)
    for _ in range(300):
        yield random.randrange(size - SEAL), random.randrange(8)


def test_one_wrong_bit_anywhere_is_found(model: LoadedModel, store: StateStore, file: Path) -> None:
    good = file.read_bytes()
    for byte, bit in places(len(good)):
        bad = bytearray(good)
        bad[byte] ^= 1 << bit
        file.write_bytes(bad)
        assert is_refused(store, model), (byte, bit)
        assert not file.exists()
    file.write_bytes(good)
    assert store.restore(TALK, KEY, model.context, PROMPT) == PROMPT  # it was the bit, each time


def test_a_file_cut_short_anywhere_is_found(model: LoadedModel, store: StateStore, file: Path) -> None:
    good = file.read_bytes()
    size = len(good)
    for length in (*range(80), *range(size - SEAL, size), *random.Random(3).choices(range(size), k=60)):
        file.write_bytes(good[:length])
        assert is_refused(store, model), length
        assert not file.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda good: good + b"\0",
        lambda good: b"\0" + good,
        lambda good: good + good,
        lambda good: bytes(len(good)),
        lambda good: good[:4096] + bytes(4096) + good[8192:],  # a page that never reached the disk
        lambda good: good[:4096] + good[8192:12288] + good[4096:8192] + good[12288:],
        lambda good: good[:-SEAL] + b"GGUF" * 40,
        lambda _good: b"{}",
    ],
    ids=["longer", "shifted", "twice", "zeros", "lost page", "swapped pages", "foreign end", "another file"],
)
def test_other_damage_is_found(
    model: LoadedModel, store: StateStore, file: Path, damage: Callable[[bytes], bytes]
) -> None:
    good = file.read_bytes()
    bad = damage(good)
    assert bad != good
    file.write_bytes(bad)
    assert is_refused(store, model)
    assert not file.exists()


@pytest.mark.parametrize("part", ["model", "build", "context"])
def test_a_stale_state_is_removed(model: LoadedModel, store: StateStore, file: Path, part: str) -> None:
    assert is_refused(store, model, key=replace(KEY, **{part: "another"}))
    assert not file.exists()


def test_the_parts_of_a_key_cannot_be_confused() -> None:
    keys = [StateKey("ab", "c", "d"), StateKey("a", "bc", "d"), StateKey("a", "b", "cd"), StateKey("a', 'b", "c", "d")]
    assert len({key.digest() for key in keys}) == len(keys)


def test_what_llama_cpp_refuses_is_removed(tiny_r1_model: Path, store: StateStore, file: Path) -> None:
    settings = EngineSettings(context=1024, threads=1, flash_attention=FlashAttention.OFF)
    with loaded_model(tiny_r1_model, settings) as other:  # a transposed cache: the key should have told
        assert is_refused(store, other)
        assert not file.exists()
        fill(other, PROMPT)
        assert held(other) == len(PROMPT)


def test_a_state_larger_than_the_context_is_refused(
    model: LoadedModel, byte_model: Path, store: StateStore, folder: Path
) -> None:
    tokens = prompt(400)
    fill(model, tokens)
    assert store.save(TALK, KEY, model.context, tokens)
    with loaded_model(byte_model, EngineSettings(context=256, threads=1)) as small:
        assert store.restore(TALK, KEY, small.context, tokens) == []
        assert held(small) == 0
        fill(small, PROMPT)
    assert list(folder.iterdir()) == []


def test_a_seal_that_promises_other_tokens_is_refused(model: LoadedModel, store: StateStore, file: Path) -> None:
    with opened_state(file) as opened:
        length = read_seal(opened, KEY).state_bytes
    os.truncate(file, length)
    write_seal(file, KEY, [*PROMPT[:-1], 7], [])  # whole and valid, but llama.cpp's part says otherwise
    assert is_refused(store, model)
    assert not file.exists()


def test_a_file_that_is_replaced_after_it_was_checked_is_refused(
    model: LoadedModel, store: StateStore, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Path(shutil.copy(file, tmp_path / "other"))

    def check_and_replace(opened: FileIO, seal: Seal) -> None:
        check_state(opened, seal)
        other.replace(file)

    monkeypatch.setattr(kept_state, "check_state", check_and_replace)
    assert is_refused(store, model)


def test_a_link_is_removed_and_what_it_leads_to_is_not(
    model: LoadedModel, store: StateStore, file: Path, tmp_path: Path
) -> None:
    elsewhere = file.rename(tmp_path / "elsewhere")
    file.symlink_to(elsewhere)
    assert is_refused(store, model)
    assert elsewhere.exists()
    assert not file.is_symlink()
    file.symlink_to(elsewhere)
    fill(model, PROMPT)
    before = elsewhere.read_bytes()
    assert store.save(TALK, KEY, model.context, PROMPT)
    assert not file.is_symlink()
    assert elsewhere.read_bytes() == before


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes")
def test_a_named_pipe_is_not_waited_for(model: LoadedModel, store: StateStore, file: Path) -> None:
    file.unlink()
    if sys.platform != "win32":
        os.mkfifo(file)
    assert is_refused(store, model)
    assert not file.exists()


def test_a_folder_in_the_place_of_a_file_is_left_alone(
    model: LoadedModel, store: StateStore, file: Path, expected_log: Callable[[str], None]
) -> None:
    expected_log("cannot remove")
    expected_log("cannot keep a prompt state")
    file.unlink()
    (file / "precious").mkdir(parents=True)
    assert is_refused(store, model)
    store.remove(TALK)
    fill(model, PROMPT)
    assert not store.save(TALK, KEY, model.context, PROMPT)
    assert (file / "precious").exists()
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_folder_that_vanished_is_made_again(model: LoadedModel, store: StateStore, file: Path) -> None:
    shutil.rmtree(file.parent)
    assert is_refused(store, model)
    store.remove(TALK)
    fill(model, PROMPT)
    assert store.save(TALK, KEY, model.context, PROMPT)


def test_a_folder_that_cannot_be_used_is_told_once(
    model: LoadedModel, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("a file")
    store = StateStore(folder, quota=QUOTA)
    for _ in range(3):
        assert not store.save(TALK, KEY, model.context, PROMPT)
        assert store.restore(TALK, KEY, model.context, PROMPT) == []
        assert store.evaluation(TALK, KEY) == []
        store.remove(TALK)
    warnings = [record.getMessage() for record in caplog.records if record.levelname == "WARNING"]
    assert len([text for text in warnings if "cannot keep" in text]) == 1
    assert len([text for text in warnings if "cannot read" in text]) == 1
    assert len(warnings) == 2
    assert folder.read_text() == "a file"
    caplog.clear()


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """Let writing fail beyond so many bytes, as on a full disk."""
    if sys.platform == "win32":
        yield
    else:
        import resource

        unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, unlimited[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process")
@pytest.mark.parametrize("missing", [None, 20_000, SEAL + 100, 100], ids=["all", "a part", "the last", "the seal"])
def test_a_write_that_fails_leaves_the_old_state(
    model: LoadedModel,
    store: StateStore,
    file: Path,
    missing: int | None,
    expected_log: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # llama.cpp tells it too.
    monkeypatch.setattr(logging.getLogger("models.engine.worker.native"), "disabled", True)
    expected_log("cannot keep a prompt state")
    fill(model, other := prompt(len(PROMPT), seed=2))
    with files_limited_to(file.stat().st_size - missing if missing else 0):
        assert not store.save(TALK, KEY, model.context, other)
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    forget(model)
    assert store.restore(TALK, KEY, model.context, PROMPT) == PROMPT


def test_the_rest_of_the_disk_is_left_to_others(
    model: LoadedModel,
    store: StateStore,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    expected_log: Callable[[str], None],
) -> None:
    expected_log("prompt states are not kept")
    monkeypatch.setattr(state_folder, "_LEFT_FREE", 1 << 60)
    assert not store.save(TALK, KEY, model.context, PROMPT)
    assert not folder.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="fork")
def test_killed_while_writing_leaves_a_whole_state_or_none(loaded: LoadedModel, byte_model: Path, folder: Path) -> None:
    expected = {}
    for seed in (1, 2):
        fill(loaded, prompt(LONG, seed=seed))
        expected[seed] = logits_after(loaded, [5])
    unfinished = trusted = 0
    with writer(byte_model, folder, seed=1) as first, writer(byte_model, folder, seed=2) as second:
        for turn, kill_a_writer in enumerate((first, second) * (KILLS // 2)):
            # Where no state has become whole yet, writing one takes this machine longer: it gets more and more time.
            kill_a_writer(0.02 if trusted else 0.02 * 1.4**turn)
            unfinished += bool(list(folder.glob("*.tmp")))
            store = StateStore(folder, quota=QUOTA)
            assert not list(folder.glob("*.tmp"))
            for seed, logits in expected.items():
                forget(loaded)
                tokens = prompt(LONG, seed=seed)
                if restored := store.restore(TALK, KEY, loaded.context, tokens):
                    assert restored == tokens
                    loaded.state.tokens = restored
                    assert logits_after(loaded, [5]) == logits
                    trusted += 1
    assert unfinished  # else no kill came in the middle of a write
    assert trusted


@contextmanager
def writer(byte_model: Path, folder: Path, *, seed: int) -> Iterator[Callable[[float], None]]:
    """Give a function that starts a process which only saves one state, and kills it within so many seconds."""
    command = [sys.executable, "-c", _WRITER, str(byte_model), str(folder), str(LONG), str(seed)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, bufsize=1) as parent:
        asked, told = parent.stdin, parent.stdout
        assert asked is not None
        assert told is not None

        def kill(seconds: float) -> None:
            asked.write("again\n")
            child = int(told.readline())
            time.sleep(random.uniform(0, seconds))
            psutil.Process(child).kill()
            assert told.readline() == "dead\n"

        yield kill
        asked.close()
