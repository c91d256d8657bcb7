"""What the context holds: reuse, cutting, interruption."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine import EngineSettings
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import Interrupted, common_prefix
from models.engine.worker.stop_flag import StopFlag
from models.errors import UserError
from tests.support.weights import loaded_model

PROMPT = list(range(1000, 1200))
BATCH = 64


@pytest.fixture(scope="module")
def loaded(tiny_r1_model: Path) -> Iterator[LoadedModel]:
    with loaded_model(tiny_r1_model, EngineSettings(context=2048, threads=1, batch=BATCH)) as model:
        yield model


@pytest.fixture
def model(loaded: LoadedModel) -> LoadedModel:
    loaded.state.truncate(0)
    loaded.watch(StopFlag())
    return loaded


def compute(model: LoadedModel, tokens: list[int]) -> list[int]:
    """Append tokens; return the numbers that progress was told."""
    seen: list[int] = []
    model.state.compute(tokens, progress=seen.append, stopped=lambda: False)
    return seen


def logits(model: LoadedModel) -> NDArray[np.float32]:
    pointer = lib.llama_get_logits_ith(model.context, -1)
    return np.ctypeslib.as_array(pointer, (model.vocabulary.size,)).copy()


def end_of_memory(model: LoadedModel) -> int:
    return int(lib.llama_memory_seq_pos_max(lib.llama_get_memory(model.context), 0))


@pytest.mark.parametrize(
    ("held", "wanted", "shared"),
    [
        ([], [1], 0),
        ([1, 2], [1, 2], 2),
        ([1, 2, 3], [1, 2], 2),
        ([1, 2], [1, 2, 3], 2),
        ([1, 9], [1, 2], 1),
        ([9], [1], 0),
    ],
)
def test_the_common_prefix(held: list[int], wanted: list[int], shared: int) -> None:
    assert common_prefix(held, wanted) == shared


def test_a_prompt_is_computed_in_pieces(model: LoadedModel) -> None:
    assert compute(model, PROMPT) == [64, 128, 192, 200]
    assert model.state.tokens == PROMPT
    assert end_of_memory(model) == len(PROMPT) - 1


def test_what_is_held_already_is_not_computed_again(model: LoadedModel) -> None:
    compute(model, PROMPT)
    longer = [*PROMPT, 7, 8, 9]
    assert model.state.keep_prefix(longer) == len(PROMPT)
    assert compute(model, longer[len(PROMPT) :]) == [203]


def test_logits_that_are_there_are_used_once(model: LoadedModel) -> None:
    compute(model, PROMPT)
    assert model.state.keep_prefix(PROMPT) == len(PROMPT)
    assert end_of_memory(model) == len(PROMPT) - 1
    model.state.take_logits()
    assert model.state.keep_prefix(PROMPT) == len(PROMPT) - 1


def test_the_last_token_is_computed_again_for_its_logits(model: LoadedModel) -> None:
    compute(model, PROMPT)
    model.state.append(7)
    assert model.state.keep_prefix(PROMPT) == len(PROMPT) - 1
    assert end_of_memory(model) == len(PROMPT) - 2


def test_what_differs_is_dropped(model: LoadedModel) -> None:
    compute(model, PROMPT)
    assert model.state.keep_prefix([*PROMPT[:100], 5, 6]) == 100
    assert model.state.tokens == PROMPT[:100]
    assert end_of_memory(model) == 99
    assert model.state.keep_prefix([1, 2]) == 0
    assert end_of_memory(model) == -1


def test_reuse_gives_bit_for_bit_what_the_same_pieces_gave_before(model: LoadedModel) -> None:
    compute(model, PROMPT[:BATCH])
    compute(model, PROMPT[BATCH:100])
    fresh = logits(model)
    model.state.truncate(BATCH)
    compute(model, PROMPT[BATCH:100])
    assert np.array_equal(logits(model), fresh)
    assert model.state.keep_prefix([*PROMPT[:BATCH], 3, 3]) == BATCH
    compute(model, [3, 3])
    assert model.state.keep_prefix(PROMPT[:100]) == BATCH
    compute(model, PROMPT[BATCH:100])
    assert np.array_equal(logits(model), fresh)


def test_a_stop_between_pieces_keeps_what_is_complete(model: LoadedModel) -> None:
    seen: list[int] = []
    with pytest.raises(Interrupted):
        model.state.compute(PROMPT, progress=seen.append, stopped=lambda: bool(seen))
    assert model.state.tokens == PROMPT[:BATCH]
    assert end_of_memory(model) == BATCH - 1
    assert compute(model, PROMPT[BATCH:]) == [128, 192, 200]


def test_a_stop_within_a_piece_leaves_nothing_of_it_behind(model: LoadedModel) -> None:
    compute(model, PROMPT[:BATCH])
    expected = logits(model)
    flag = StopFlag()
    model.watch(flag)
    flag.raise_flag()
    with pytest.raises(Interrupted):
        compute(model, PROMPT[BATCH:])
    assert model.state.tokens == PROMPT[:BATCH]
    assert end_of_memory(model) == BATCH - 1
    model.watch(StopFlag())
    model.state.truncate(0)
    compute(model, PROMPT[:BATCH])
    assert np.array_equal(logits(model), expected)


def test_the_flag_stops_a_computation_that_runs(model: LoadedModel) -> None:
    flag = StopFlag()
    model.watch(flag)
    assert not flag.is_raised()
    timer = threading.Timer(0.05, flag.raise_flag)
    timer.start()
    with pytest.raises(Interrupted):  # noqa: PT012 - again and again until the flag is raised
        while True:
            model.state.truncate(0)
            compute(model, PROMPT * 8)
    timer.join()
    assert flag.is_raised()


def test_a_full_context_is_an_error_with_a_sentence_and_no_end(model: LoadedModel) -> None:
    compute(model, PROMPT * 10)
    with pytest.raises(UserError) as caught:
        compute(model, PROMPT)
    assert caught.value.text.id == "engine.context_full"
    assert len(model.state.tokens) <= 2048
    assert end_of_memory(model) == len(model.state.tokens) - 1
    model.state.truncate(0)
    compute(model, [1])


def test_a_failure_of_llama_cpp_is_an_error_with_details(model: LoadedModel) -> None:
    with pytest.raises(UserError) as caught:
        compute(model, [model.vocabulary.size + 5])
    assert caught.value.text.id == "engine.decode_failed"
    assert "-1" in caught.value.details
    compute(model, [1])
