"""Choosing tokens: the order of the samplers, what is left out, and the same choice from fewer candidates."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine.worker.model import LoadedModel
from models.engine.worker.sampling import SamplerChain, chain_names, penalizes
from models.engine.worker.sampling.draw import Draw
from models.engine.worker.sampling.native import CandidateArray, native_chain
from models.engine.worker.sampling.penalties import Penalties
from models.sampling import SAMPLER_ORDER, SamplingSettings
from tests.support.weights import loaded_model

NEUTRAL = SamplingSettings(temperature=1.0, top_p=1.0, top_k=0, min_p=0.0)
NATIVE = {
    "penalties": "penalties",
    "top_k": "top-k",
    "temperature": "temp",
    "top_p": "top-p",
    "min_p": "min-p",
    "distribution": "dist",
    "greedy": "greedy",
}


@pytest.fixture(scope="module")
def model(tiny_r1_model: Path) -> Iterator[LoadedModel]:
    with loaded_model(tiny_r1_model) as loaded:
        loaded.state.compute(list(range(100, 120)), progress=lambda _done: None, stopped=lambda: False)
        yield loaded


def settings_of_all_kinds() -> Iterator[SamplingSettings]:
    values = product((0.0, 0.6, 1.0), (1.0, 0.9), (0, 50), (0.0, 0.05), ((64, 1.1), (64, 1.0), (0, 1.1)))
    for temperature, top_p, top_k, min_p, (reach, penalty) in values:
        yield SamplingSettings(
            temperature=temperature,
            top_p=top_p,
            top_k=top_k,
            min_p=min_p,
            repeat_last_n=reach,
            repeat_penalty=penalty,
        )


@contextmanager
def whole_chain(settings: SamplingSettings, model: LoadedModel, *, seed: int = 0) -> Iterator[int]:
    """llama.cpp's own chain with every sampler that the settings name."""
    chain = native_chain(chain_names(settings), settings, seed=seed, vocabulary_size=model.vocabulary.size)
    yield chain
    lib.llama_sampler_free(chain)


def native_names(chain: int) -> list[str]:
    samplers = (lib.llama_sampler_chain_get(chain, index) for index in range(lib.llama_sampler_chain_n(chain)))
    return [lib.llama_sampler_name(sampler).decode() for sampler in samplers]


def last_logits(model: LoadedModel) -> NDArray[np.float32]:
    return np.ctypeslib.as_array(lib.llama_get_logits_ith(model.context, -1), (model.vocabulary.size,))


def test_the_recorded_order_is_the_real_one(model: LoadedModel) -> None:
    everything = SamplingSettings(temperature=0.6, top_p=0.9, top_k=40, min_p=0.05, repeat_penalty=1.1)
    assert chain_names(everything) == (*SAMPLER_ORDER, "distribution")
    with whole_chain(everything, model) as chain:
        assert native_names(chain) == [NATIVE[name] for name in (*SAMPLER_ORDER, "distribution")]


def test_samplers_that_do_nothing_are_left_out() -> None:
    for settings in settings_of_all_kinds():
        names = chain_names(settings)
        assert ("penalties" in names) == (settings.repeat_last_n > 0 and settings.repeat_penalty != 1)
        if settings.temperature == 0:
            assert [name for name in names if name != "penalties"] == ["greedy"]
        else:
            assert names[-1] == "distribution"
            assert ("top_k" in names) == (settings.top_k > 0)
            assert ("temperature" in names) == (settings.temperature != 1)
            assert ("top_p" in names) == (settings.top_p < 1)
            assert ("min_p" in names) == (settings.min_p > 0)
        order = [name for name in names if name in SAMPLER_ORDER]
        assert order == [name for name in SAMPLER_ORDER if name in order]


@pytest.mark.parametrize(
    "change", [{"repeat_penalty": 1.1}, {"frequency_penalty": 0.5}, {"presence_penalty": -0.5}, {"repeat_penalty": 0.9}]
)
def test_any_penalty_is_a_penalty(change: dict[str, float]) -> None:
    settings = replace(NEUTRAL, **change)  # type: ignore[arg-type]  # numbers all
    assert penalizes(settings)
    assert not penalizes(replace(settings, repeat_last_n=0))


FEW = (
    *(SamplingSettings(temperature=heat, top_k=count) for heat in (0.0, 0.7, 2.0) for count in (1, 50, 500)),
    SamplingSettings(top_k=50, min_p=0.1, top_p=1.0),
    SamplingSettings(temperature=0.0, repeat_penalty=1.3, repeat_last_n=32),
    SamplingSettings(top_k=20, repeat_penalty=1.3, frequency_penalty=0.3, presence_penalty=0.2),
    SamplingSettings(top_k=20, repeat_penalty=0.7, frequency_penalty=-1.0, repeat_last_n=16),
    SamplingSettings(top_k=40, top_p=0.5, presence_penalty=2.0, repeat_last_n=256),
)


@pytest.mark.parametrize("settings", FEW, ids=str)
def test_fewer_candidates_give_the_token_that_the_whole_vocabulary_gives(
    settings: SamplingSettings, model: LoadedModel
) -> None:
    """Both chains see the same logits; the second one is llama.cpp's own way."""
    prompt = list(range(100, 120))
    model.state.truncate(0)
    model.state.compute(prompt, progress=lambda _done: None, stopped=lambda: False)
    with SamplerChain(settings, model.logits, seed=5) as ours, whole_chain(settings, model, seed=5) as whole:
        ours.accept(prompt)
        for token in prompt:
            lib.llama_sampler_accept(whole, token)
        for _ in range(40):
            expected = lib.llama_sampler_sample(whole, model.context, -1)  # ours changes the logits
            assert ours.sample() == expected
            model.state.append(expected)


def test_drawing_by_probability_alone_follows_the_probabilities(model: LoadedModel) -> None:
    model.state.truncate(0)
    model.state.compute([100, 101], progress=lambda _done: None, stopped=lambda: False)
    logits = last_logits(model)
    for place, height in ((5, 9.0), (70_000, 10.0), (model.vocabulary.size - 1, 8.0)):
        logits[place] = height
    for temperature in (1.0, 0.5):
        weights = np.exp((logits.astype(np.float64) - logits.max()) / temperature)
        wanted = weights / weights.sum()
        with SamplerChain(replace(NEUTRAL, temperature=temperature), model.logits, seed=3) as chain:
            drawn = Counter(chain.sample() for _ in range(2000))
        for place in (5, 70_000, model.vocabulary.size - 1):
            spread = 5 * (wanted[place] * (1 - wanted[place]) / 2000) ** 0.5
            assert abs(drawn[place] / 2000 - wanted[place]) < spread


CUTS = (
    *(replace(NEUTRAL, temperature=heat, top_p=part) for heat in (0.3, 0.6, 1.0) for part in (0.05, 0.5, 0.95, 0.999)),
    replace(NEUTRAL, temperature=0.7, min_p=0.05),
    replace(NEUTRAL, temperature=1.5, top_p=0.9, min_p=0.2),
    replace(NEUTRAL, temperature=0.6, top_p=0.95, repeat_penalty=1.3, frequency_penalty=0.2),
)


@pytest.mark.parametrize("steep", [1.0, 12.0], ids=["random", "steep"])
@pytest.mark.parametrize("settings", CUTS, ids=str)
def test_without_top_k_the_same_tokens_stay_with_the_same_probabilities(
    settings: SamplingSettings, steep: float, model: LoadedModel
) -> None:
    """Against llama.cpp's samplers on the whole vocabulary, all but the one that draws."""
    prompt = [100, 101, 100, 7]
    model.state.truncate(0)
    model.state.compute(prompt, progress=lambda _done: None, stopped=lambda: False)
    logits = last_logits(model)
    logits *= np.float32(steep / logits.std())
    size = model.vocabulary.size
    cuts = [name for name in chain_names(settings) if name != "distribution"]
    chain = native_chain(cuts, settings, seed=0, vocabulary_size=size)
    for token in prompt:
        lib.llama_sampler_accept(chain, token)
    entries = CandidateArray().apply(chain, np.arange(size), logits)
    lib.llama_sampler_free(chain)
    wanted = np.zeros(size)
    wanted[entries["id"]] = np.exp(entries["logit"].astype(np.float64) - entries["logit"].max())
    draw = Draw(settings, model.logits, seed=1)
    model.logits.read()
    if penalizes(settings):
        penalties = Penalties(settings, size)
        penalties.accept(prompt)
        penalties.apply(logits)
        penalties.close()
    weights = draw.weigh()
    assert weights is not None
    # llama.cpp's sum of 152,000 small floats is a little off: what stands at the very edge may fall to either side.
    at_edge = (weights > 0) != (wanted > 0)
    assert (weights + wanted)[at_edge].sum() <= 1e-3 * wanted.sum()
    assert np.allclose(weights[~at_edge], wanted[~at_edge], rtol=1e-4, atol=0)
    draw.close()


def test_a_nucleus_is_never_left(model: LoadedModel) -> None:
    model.state.truncate(0)
    model.state.compute([100], progress=lambda _done: None, stopped=lambda: False)
    logits = last_logits(model)
    logits[:] = 0
    logits[[3, 75_000, model.vocabulary.size - 1]] = (14, 15, 14)
    with SamplerChain(replace(NEUTRAL, top_p=0.9), model.logits, seed=2) as chain:
        drawn = Counter(chain.sample() for _ in range(300))
    assert set(drawn) == {3, 75_000, model.vocabulary.size - 1}


@pytest.mark.parametrize("settings", [NEUTRAL, SamplingSettings(), SamplingSettings(temperature=0)], ids=str)
def test_a_seed_repeats_the_choice(settings: SamplingSettings, model: LoadedModel) -> None:
    runs = []
    for _ in range(2):
        model.state.truncate(0)
        model.state.compute([100, 101, 102], progress=lambda _done: None, stopped=lambda: False)
        with SamplerChain(settings, model.logits, seed=11) as chain:
            tokens = []
            for _ in range(20):
                tokens.append(chain.sample())
                model.state.append(tokens[-1])
        runs.append(tokens)
    assert runs[0] == runs[1]


@pytest.mark.parametrize("settings", [NEUTRAL, SamplingSettings(), SamplingSettings(temperature=0)], ids=str)
def test_logits_without_order_do_not_stop_the_process(settings: SamplingSettings, model: LoadedModel) -> None:
    model.state.truncate(0)
    model.state.compute([100], progress=lambda _done: None, stopped=lambda: False)
    last_logits(model)[:] = np.nan
    with SamplerChain(settings, model.logits, seed=1) as chain:
        assert 0 <= chain.sample() < model.vocabulary.size
