"""Prompt states kept on disk: what is restored is what was saved, to the bit."""

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.engine import EngineSettings
from models.engine.settings import FlashAttention
from models.engine.worker.kept_state import StateKey, StateStore
from models.engine.worker.model import LoadedModel
from tests.engine.sliding_model import write_sliding_model
from tests.engine.states import KEY, QUOTA, TALK, fill, forget, held, logits_after, prompt
from tests.support.tiny_model import write_byte_model
from tests.support.weights import loaded_model

PROMPT = prompt(150)
NEXT = prompt(8, seed=5)
R1 = EngineSettings(context=1024, threads=1, batch=64)
FLASH_OFF = EngineSettings(context=1024, threads=1, batch=64, flash_attention=FlashAttention.OFF)
NO_TOKENS: list[int] = []


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LoadedModel]:
    path = write_byte_model(tmp_path_factory.mktemp("model") / "bytes.gguf")
    with loaded_model(path) as model:
        yield model


@pytest.fixture
def model(loaded: LoadedModel) -> LoadedModel:
    forget(loaded)
    return loaded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "home" / "state"


@pytest.fixture
def store(folder: Path) -> StateStore:
    return StateStore(folder, quota=QUOTA)


def keep(store: StateStore, model: LoadedModel, tokens: list[int], conversation: str = TALK) -> bool:
    """Compute tokens, save their state and empty the context."""
    fill(model, tokens)
    saved = store.save(conversation, KEY, model.context, tokens)
    forget(model)
    return saved


def restore(
    store: StateStore, model: LoadedModel, wanted: list[int], conversation: str = TALK, key: StateKey = KEY
) -> list[int]:
    """Restore into the empty context; whatever comes of it, llama.cpp must hold just what the store says."""
    tokens = store.restore(conversation, key, model.context, wanted)
    assert held(model) == len(tokens)
    model.state.tokens = tokens
    return tokens


def check_bit_for_bit(path: Path, settings: EngineSettings, store: StateStore) -> None:
    with loaded_model(path, settings) as live:
        fill(live, PROMPT)
        assert store.save(TALK, KEY, live.context, PROMPT)
        expected = logits_after(live, NEXT)
        live.state.truncate(100)
        after_cut = logits_after(live, NEXT)
        fill(live, PROMPT[:100])
        assert logits_after(live, NEXT) != expected
    with loaded_model(path, settings) as fresh:
        assert restore(store, fresh, [*PROMPT, *NEXT]) == PROMPT
        assert fresh.state.keep_prefix([*PROMPT, *NEXT]) == len(PROMPT)
        assert logits_after(fresh, NEXT) == expected
        forget(fresh)
        assert restore(store, fresh, [*PROMPT[:100], *NEXT]) == PROMPT
        assert fresh.state.keep_prefix([*PROMPT[:100], *NEXT]) == 100
        assert logits_after(fresh, NEXT) == after_cut


@pytest.mark.parametrize("settings", [R1, FLASH_OFF], ids=["flash attention", "without"])
def test_r1_goes_on_bit_for_bit(tiny_r1_model: Path, store: StateStore, settings: EngineSettings) -> None:
    check_bit_for_bit(tiny_r1_model, settings, store)


def test_the_starter_goes_on_bit_for_bit(starter_model: Path, store: StateStore) -> None:
    check_bit_for_bit(starter_model, R1, store)


def test_a_state_whose_window_has_slid_is_not_kept(tmp_path: Path, store: StateStore) -> None:
    """llama.cpp saves only the window: cut further back, such a state would go on differently and not say so."""
    path = write_sliding_model(tmp_path / "sliding.gguf", window=48)
    with loaded_model(path) as sliding:
        assert keep(store, sliding, PROMPT[:48])
        assert not keep(store, sliding, PROMPT[:49], "another")
        fill(sliding, PROMPT[:48])
        sliding.state.truncate(40)
        expected = logits_after(sliding, NEXT)
        forget(sliding)
        assert restore(store, sliding, [*PROMPT[:40], *NEXT]) == PROMPT[:48]
        sliding.state.truncate(40)
        assert logits_after(sliding, NEXT) == expected


def test_a_state_saved_after_a_cut_is_that_state(model: LoadedModel, store: StateStore) -> None:
    fill(model, PROMPT)
    model.state.truncate(90)
    model.state.compute(NEXT, progress=lambda _count: None, stopped=lambda: False)
    tokens = [*PROMPT[:90], *NEXT]
    assert store.save(TALK, KEY, model.context, tokens)
    expected = logits_after(model, PROMPT[:5])
    forget(model)
    assert restore(store, model, [*tokens, 1]) == tokens
    assert logits_after(model, PROMPT[:5]) == expected


def test_a_restored_state_can_be_saved_again(model: LoadedModel, store: StateStore) -> None:
    keep(store, model, PROMPT)
    restore(store, model, PROMPT)
    assert store.save("copy", KEY, model.context, PROMPT)
    expected = logits_after(model, NEXT)
    forget(model)
    assert restore(store, model, PROMPT, "copy") == PROMPT
    assert logits_after(model, NEXT) == expected


def test_conversations_do_not_mix(model: LoadedModel, store: StateStore) -> None:
    other = prompt(70, seed=2)
    assert keep(store, model, PROMPT, "1")
    assert keep(store, model, other, "2")
    assert restore(store, model, PROMPT, "1") == PROMPT
    forget(model)
    assert restore(store, model, other, "2") == other
    forget(model)
    assert restore(store, model, PROMPT, "3") == []


def test_a_later_state_takes_the_place_of_the_earlier(model: LoadedModel, store: StateStore, folder: Path) -> None:
    keep(store, model, PROMPT)
    longer = [*PROMPT, *NEXT]
    keep(store, model, longer)
    assert restore(store, model, longer) == longer
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize(("shared", "restored"), [(0, False), (31, False), (32, True), (150, True)])
def test_a_state_that_shares_too_little_is_left_alone(
    model: LoadedModel, store: StateStore, folder: Path, *, shared: int, restored: bool
) -> None:
    keep(store, model, PROMPT)
    wanted = [*PROMPT[:shared], *([255] * 40)]
    assert bool(restore(store, model, wanted)) is restored
    assert len(list(folder.iterdir())) == 1


def test_a_short_state_is_not_worth_a_file(model: LoadedModel, store: StateStore, folder: Path) -> None:
    assert not keep(store, model, PROMPT[:31])
    assert not keep(store, model, [])
    assert not folder.exists()


def test_tokens_that_the_context_does_not_hold_are_refused(model: LoadedModel, store: StateStore, folder: Path) -> None:
    fill(model, PROMPT)
    with pytest.raises(ValueError, match="149 tokens"):
        store.save(TALK, KEY, model.context, PROMPT[:-1])
    assert not folder.exists()


def test_the_batch_sizes_are_kept_with_the_state(model: LoadedModel, store: StateStore) -> None:
    fill(model, PROMPT)
    assert store.save(TALK, KEY, model.context, PROMPT, evaluation=[64, 2, 22, 1])
    assert store.evaluation(TALK, KEY) == [64, 2, 22, 1]
    forget(model)
    assert restore(store, model, PROMPT) == PROMPT
    other = StateKey(model="another", build=KEY.build, context=KEY.context)
    assert store.evaluation(TALK, other) == NO_TOKENS
    assert store.evaluation("another", KEY) == NO_TOKENS


def test_the_same_state_is_not_written_twice(model: LoadedModel, store: StateStore, folder: Path) -> None:
    fill(model, PROMPT)
    sizes_in_turn = [[64, 2, 22, 1], [64, 2, 22, 1], [32, 4, 22, 1], NO_TOKENS, NO_TOKENS]
    for sizes, written in zip(sizes_in_turn, [True, False, True, True, True], strict=True):
        before = {path.stat().st_ino for path in folder.glob("*")}
        assert store.save(TALK, KEY, model.context, PROMPT, evaluation=sizes)
        assert ({path.stat().st_ino for path in folder.glob("*")} != before) is written


def test_a_removed_state_is_gone(model: LoadedModel, store: StateStore, folder: Path) -> None:
    keep(store, model, PROMPT)
    store.remove(TALK)
    store.remove(TALK)
    assert list(folder.iterdir()) == []
    assert restore(store, model, PROMPT) == []


@pytest.mark.parametrize(
    "conversation", ["../../escaped", "/etc/passwd", "", ".", "CON", "a\0b", "\ud800", "x" * 5000, "对话"]
)
def test_no_id_leads_out_of_the_folder(
    model: LoadedModel, store: StateStore, folder: Path, tmp_path: Path, conversation: str
) -> None:
    assert keep(store, model, PROMPT, conversation)
    assert [path.parent for path in tmp_path.rglob("*") if path.is_file()] == [folder]
    assert restore(store, model, PROMPT, conversation) == PROMPT
    store.remove(conversation)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="file modes")
def test_only_the_user_can_read_states(model: LoadedModel, store: StateStore, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o755)
    keep(store, model, PROMPT)
    (file,) = folder.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
