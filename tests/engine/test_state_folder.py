"""The folder of prompt states stays within its quota and loses what was used least recently."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine.worker.kept_state import StateStore
from models.engine.worker.model import LoadedModel
from tests.engine.states import KEY, QUOTA, fill, forget, prompt
from tests.support.tiny_model import write_byte_model
from tests.support.weights import loaded_model

PROMPT = prompt(100)
NAME = "0" * 32


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoadedModel]:
    """A model that holds the prompt."""
    with loaded_model(write_byte_model(tmp_path_factory.mktemp("model") / "bytes.gguf")) as loaded:
        fill(loaded, PROMPT)
        yield loaded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def size(model: LoadedModel, tmp_path: Path) -> int:
    """Bytes of the prompt's state file."""
    elsewhere = tmp_path / "elsewhere"
    assert StateStore(elsewhere, quota=QUOTA).save("one", KEY, model.context, PROMPT)
    return next(elsewhere.iterdir()).stat().st_size


def save(store: StateStore, model: LoadedModel, *conversations: str) -> list[bool]:
    return [store.save(conversation, KEY, model.context, PROMPT) for conversation in conversations]


def kept(store: StateStore, model: LoadedModel, *conversations: str) -> str:
    """Return those of the conversations that have a state."""
    return "".join(one for one in conversations if has(store, model, one))


def has(store: StateStore, model: LoadedModel, conversation: str) -> bool:
    """Restore into the context what it holds anyway."""
    forget(model)
    found = store.restore(conversation, KEY, model.context, PROMPT) == PROMPT
    fill(model, PROMPT)
    return found


def test_what_was_used_least_recently_goes_first(model: LoadedModel, folder: Path, size: int) -> None:
    store = StateStore(folder, quota=3 * size)
    assert save(store, model, "a", "b", "c") == [True] * 3
    assert has(store, model, "a")
    assert save(store, model, "d", "e") == [True] * 2
    assert kept(store, model, "a", "b", "c", "d", "e") == "ade"
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 3 * size


def test_a_state_makes_room_by_no_other_where_it_takes_its_own_place(
    model: LoadedModel, folder: Path, size: int
) -> None:
    store = StateStore(folder, quota=2 * size)
    save(store, model, "a", "b", "b", "a", "a")
    assert kept(store, model, "a", "b") == "ab"


def test_a_state_larger_than_the_quota_is_not_made(model: LoadedModel, folder: Path, size: int) -> None:
    assert save(StateStore(folder, quota=size - 1), model, "a") == [False]
    assert not folder.exists()
    assert save(StateStore(folder, quota=size), model, "a", "b") == [True, True]
    (file,) = folder.iterdir()
    assert file.stat().st_size == size


def test_a_smaller_quota_takes_effect_at_the_next_start(model: LoadedModel, folder: Path, size: int) -> None:
    save(StateStore(folder, quota=QUOTA), model, "a", "b", "c", "d")
    store = StateStore(folder, quota=2 * size)
    assert kept(store, model, "a", "b", "c", "d") == "cd"


def test_no_quota_keeps_nothing_and_removes_what_is_there(model: LoadedModel, folder: Path) -> None:
    save(StateStore(folder, quota=QUOTA), model, "a", "b")
    (folder / f"{NAME}.state").touch()
    os.utime(folder / f"{NAME}.state", (time.time() + 10,) * 2)
    (folder / "notes.state").write_text("not ours")
    (folder / f"{'1' * 32}.state").mkdir()
    others = {folder / "notes.state", folder / f"{'1' * 32}.state"}
    store = StateStore(folder, quota=0)
    assert set(folder.iterdir()) == others
    assert save(store, model, "a") == [False]
    assert set(folder.iterdir()) == others
    save(StateStore(folder, quota=QUOTA), model, "a")
    assert not has(store, model, "a")


def test_a_state_that_is_replaced_by_another_process_counts_once(model: LoadedModel, folder: Path, size: int) -> None:
    first, second = StateStore(folder, quota=2 * size), StateStore(folder, quota=2 * size)
    save(first, model, "a")
    save(second, model, "b", "a")
    assert kept(first, model, "a", "b") == "ab"
    second.remove("a")
    assert save(first, model, "c") == [True]
    assert kept(second, model, "a", "b", "c") == "bc"


def test_what_dead_processes_left_is_removed_and_nothing_else(folder: Path) -> None:
    folder.mkdir()
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    living = os.getppid()
    left = [folder / f"{NAME}.{ended.pid}.tmp", folder / f"{NAME}.{os.getpid()}.tmp"]
    old = folder / f"{'1' * 32}.{living}.tmp"
    others = [folder / f"{NAME}.{living}.tmp", folder / "notes.tmp", folder / f"{NAME}.12x.tmp", folder / "a.txt"]
    for path in (*left, old, *others):
        path.write_bytes(b"part")
    os.utime(old, (time.time() - 7200,) * 2)
    StateStore(folder, quota=QUOTA)
    assert sorted(folder.iterdir()) == sorted(others)


def test_a_folder_that_is_not_there_is_not_made_before_it_is_needed(folder: Path) -> None:
    StateStore(folder, quota=QUOTA)
    StateStore(folder, quota=0).remove("a")
    assert not folder.exists()
