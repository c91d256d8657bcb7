"""Choosing tokens: the order of the samplers, what is left out, and the same choice from fewer candidates."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from llama_cpp import llama_cpp as lib

from models.engine.worker.model import LoadedModel
from models.engine.worker.sampler import SamplerChain, chain_names, penalizes
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


def native_names(chain: SamplerChain) -> list[str]:
    samplers = (
        lib.llama_sampler_chain_get(chain.handle, index) for index in range(lib.llama_sampler_chain_n(chain.handle))
    )
    return [lib.llama_sampler_name(sampler).decode() for sampler in samplers]


def test_the_recorded_order_is_the_real_one(model: LoadedModel) -> None:
    everything = SamplingSettings(temperature=0.6, top_p=0.9, top_k=40, min_p=0.05, repeat_penalty=1.1)
    assert chain_names(everything) == (*SAMPLER_ORDER, "distribution")
    with SamplerChain(everything, model.candidates, seed=1) as chain:
        assert native_names(chain) == [NATIVE[name] for name in (*SAMPLER_ORDER, "distribution")]


def test_samplers_that_do_nothing_are_left_out(model: LoadedModel) -> None:
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
        with SamplerChain(settings, model.candidates, seed=1) as chain:
            assert native_names(chain) == [NATIVE[name] for name in names]


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
    ours, whole = (SamplerChain(settings, model.candidates, seed=5) for _ in range(2))
    with ours, whole:
        ours.accept(prompt)
        whole.accept(prompt)
        for _ in range(40):
            token = ours.sample()
            assert token == lib.llama_sampler_sample(whole.handle, model.context, -1)
            model.state.append(token)


def test_drawing_by_probability_alone_follows_the_probabilities(model: LoadedModel) -> None:
    model.state.truncate(0)
    model.state.compute([100, 101], progress=lambda _done: None, stopped=lambda: False)
    pointer = lib.llama_get_logits_ith(model.context, -1)
    logits = np.ctypeslib.as_array(pointer, (model.vocabulary.size,))
    for place, height in ((5, 9.0), (70_000, 10.0), (model.vocabulary.size - 1, 8.0)):
        logits[place] = height
    for temperature in (1.0, 0.5):
        weights = np.exp((logits.astype(np.float64) - logits.max()) / temperature)
        wanted = weights / weights.sum()
        with SamplerChain(replace(NEUTRAL, temperature=temperature), model.candidates, seed=3) as chain:
            drawn = Counter(chain.sample() for _ in range(2000))
        for place in (5, 70_000, model.vocabulary.size - 1):
            spread = 5 * (wanted[place] * (1 - wanted[place]) / 2000) ** 0.5
            assert abs(drawn[place] / 2000 - wanted[place]) < spread


@pytest.mark.parametrize("settings", [NEUTRAL, SamplingSettings(), SamplingSettings(temperature=0)], ids=str)
def test_a_seed_repeats_the_choice(settings: SamplingSettings, model: LoadedModel) -> None:
    runs = []
    for _ in range(2):
        model.state.truncate(0)
        model.state.compute([100, 101, 102], progress=lambda _done: None, stopped=lambda: False)
        with SamplerChain(settings, model.candidates, seed=11) as chain:
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
    logits = np.ctypeslib.as_array(lib.llama_get_logits_ith(model.context, -1), (model.vocabulary.size,))
    logits[:] = np.nan
    with SamplerChain(settings, model.candidates, seed=1) as chain:
        assert 0 <= chain.sample() < model.vocabulary.size
