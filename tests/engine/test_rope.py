"""Settings of the positions reach the model, are named in every record, and say how long a context may be."""

from dataclasses import fields, replace
from pathlib import Path

import pytest

from models.engine import EngineSettings, Loaded, Notice, RopeScaling
from models.engine.rope import ROPE_FIELDS, longest_context, rope_text
from tests.support.engines import collect, loaded_engine, question, sampling

ALL = EngineSettings(
    threads=1,
    rope_factor=2.0,
    rope_freq_base=10_000.0,
    yarn_orig_context=2048,
    yarn_ext_factor=1.0,
    yarn_attn_factor=1.0,
    yarn_beta_fast=32.0,
    yarn_beta_slow=1.0,
)
LONG = "Name the three primary colours, and say what they mix to. " * 6


def loaded(path: Path, settings: EngineSettings) -> Loaded:
    with loaded_engine(path, settings) as engine:
        assert engine.loaded is not None
        return engine.loaded


def answer(path: Path, settings: EngineSettings) -> str:
    with loaded_engine(path, replace(settings, context=512, threads=1)) as engine:
        return collect(engine.generate(question(LONG), sampling())).answer


def test_only_what_counts_is_named() -> None:
    assert rope_text(ALL) == "model"
    assert rope_text(replace(ALL, rope_scaling=RopeScaling.YARN_4)) == "yarn_4"
    assert rope_text(replace(ALL, rope_scaling=RopeScaling.NONE)) == "none rope_freq_base=10000.0"
    assert rope_text(EngineSettings(rope_scaling=RopeScaling.LINEAR)) == "linear"
    assert rope_text(replace(ALL, rope_scaling=RopeScaling.LINEAR)) == "linear rope_factor=2.0 rope_freq_base=10000.0"
    assert rope_text(replace(ALL, rope_scaling=RopeScaling.YARN)) == (
        "yarn rope_factor=2.0 rope_freq_base=10000.0 yarn_orig_context=2048 yarn_ext_factor=1.0 yarn_attn_factor=1.0"
        " yarn_beta_fast=32.0 yarn_beta_slow=1.0"
    )


def test_every_choice_says_which_settings_count() -> None:
    assert set(ROPE_FIELDS) == set(RopeScaling)
    named = {name for names in ROPE_FIELDS.values() for name in names}
    assert named == {item.name for item in fields(EngineSettings) if item.name.startswith(("rope_", "yarn_"))} - {
        "rope_scaling"
    }


@pytest.mark.parametrize(
    ("scaling", "factor", "longest"),
    [
        (RopeScaling.MODEL, 8.0, 2048),
        (RopeScaling.NONE, 8.0, 2048),
        (RopeScaling.YARN_4, None, 8192),
        (RopeScaling.LINEAR, None, 2048),
        (RopeScaling.LINEAR, 1.5, 3072),
        (RopeScaling.YARN, 8.0, 16_384),
    ],
)
def test_the_context_reaches_as_far_as_it_is_stretched(
    scaling: RopeScaling, factor: float | None, longest: int
) -> None:
    assert longest_context(EngineSettings(rope_scaling=scaling, rope_factor=factor), 2048) == longest


def test_a_context_beyond_the_model_is_capped_and_said(starter_model: Path) -> None:
    found = loaded(starter_model, EngineSettings(context=100_000, threads=1))
    trained = found.trained_context
    assert found.engine.context == trained < 100_000
    assert found.notices == (Notice("engine.context_capped", {"context": trained, "wanted": 100_000}),)
    stretched = EngineSettings(context=trained + 256, threads=1, rope_scaling=RopeScaling.LINEAR, rope_factor=1.5)
    found = loaded(starter_model, stretched)
    assert (found.engine.context, found.engine.rope, found.notices) == (trained + 256, "linear rope_factor=1.5", ())


@pytest.mark.parametrize(
    "changed",
    [
        EngineSettings(rope_scaling=RopeScaling.LINEAR, rope_factor=4.0),
        EngineSettings(rope_scaling=RopeScaling.NONE, rope_freq_base=500.0),
        EngineSettings(rope_scaling=RopeScaling.YARN, rope_factor=4.0),
    ],
)
def test_what_is_set_changes_what_the_model_computes(changed: EngineSettings, starter_model: Path) -> None:
    assert answer(starter_model, changed) != answer(starter_model, EngineSettings())


def test_each_setting_of_yarn_reaches_the_model(starter_model: Path) -> None:
    plain = EngineSettings(rope_scaling=RopeScaling.YARN, rope_factor=8.0)
    answers = {
        answer(starter_model, one)
        for one in (
            plain,
            replace(plain, yarn_orig_context=256),
            replace(plain, yarn_ext_factor=0.0),
            replace(plain, yarn_ext_factor=0.0, yarn_attn_factor=3.0),  # else llama.cpp works it out
            replace(plain, yarn_beta_fast=1000.0),
            replace(plain, yarn_beta_slow=30.0),
        )
    }
    assert len(answers) == 6


def test_yarn_by_hand_is_yarn_by_name(starter_model: Path) -> None:
    by_hand = EngineSettings(rope_scaling=RopeScaling.YARN, rope_factor=4.0)
    assert answer(starter_model, by_hand) == answer(starter_model, EngineSettings(rope_scaling=RopeScaling.YARN_4))
