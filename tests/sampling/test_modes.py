"""What a mode sets on a model, and comparing settings with it."""

from dataclasses import replace

import pytest

from models.catalog import Band, Family, Grade, family, modes
from models.sampling import (
    FileSampling,
    SamplingSettings,
    authors_settings,
    changed,
    changed_fields,
    preset,
)

R1, QWEN, SMOLLM2, GENERIC = (family(name) for name in ("r1", "qwen2.5", "smollm2", "generic"))
THINKING = family("generic", thinks=True)
MODES = [item.id for item in modes()]


def test_balanced_on_r1_is_exactly_what_the_evidence_says() -> None:
    balanced = preset("balanced", R1)
    assert balanced.settings == SamplingSettings(
        temperature=0.6,
        top_p=0.95,
        top_k=50,
        min_p=0.0,
        repeat_penalty=1.0,
        repeat_last_n=64,
        frequency_penalty=0.0,
        presence_penalty=0.0,
        max_tokens=2048,
        max_thinking_tokens=None,
        seed=None,
    )
    assert balanced.band == balanced.authors_band == Band(0.5, 0.7)
    assert (balanced.caution_from, balanced.breaks_down_from) == (0.8, 1.0)
    assert balanced.evidence.grade is Grade.AUTHORS
    assert balanced.limits_evidence.grade is Grade.PUBLISHED
    assert (balanced.instruction, balanced.reader_hint, balanced.wider) == (None, None, None)


def test_the_same_mode_means_other_numbers_on_another_model() -> None:
    assert [preset("math", item).settings.temperature for item in (R1, QWEN, SMOLLM2, GENERIC)] == [0.55, 0.5, 0.4, 0.4]


def test_prose_on_qwen_sets_the_published_penalties() -> None:
    chat = preset("chat", QWEN)
    assert (chat.settings.frequency_penalty, chat.settings.presence_penalty) == (0.4, 0.3)
    assert chat.frequency_band == Band(0.3, 0.5)
    assert preset("code", QWEN).settings.frequency_penalty == 0.0


@pytest.mark.parametrize("item", [R1, QWEN, SMOLLM2, GENERIC], ids=lambda item: item.id)
def test_only_precise_repeats_itself_by_a_fixed_seed(item: Family) -> None:
    assert {preset(mode_id, item).settings.seed for mode_id in MODES if mode_id != "precise"} == {None}
    assert preset("precise", item).settings.seed == 1


def test_greedy_is_offered_for_precise_answers_but_not_where_it_loops() -> None:
    assert preset("precise", QWEN).offers_greedy
    assert preset("precise", GENERIC).offers_greedy
    assert not preset("precise", R1).offers_greedy
    assert not preset("precise", THINKING).offers_greedy
    assert not preset("math", QWEN).offers_greedy


def test_maths_tells_the_model_and_creative_the_reader() -> None:
    assert preset("math", R1).instruction == "mode.math.instruction"
    assert preset("creative", R1).reader_hint == "mode.creative.reader_hint"


def test_an_unknown_mode_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        preset("auto", R1)


# What the file itself advises


OWN = FileSampling(temperature=0.3, top_p=0.8, top_k=20, min_p=0.01, repeat_penalty=1.05, repeat_last_n=128)


@pytest.mark.parametrize("mode_id", MODES)
@pytest.mark.parametrize("family_id", ["r1", "qwen2.5"])
def test_families_with_a_table_of_their_own_do_not_listen_to_the_file(mode_id: str, family_id: str) -> None:
    known = family(family_id)
    assert preset(mode_id, known, OWN) == preset(mode_id, known)


@pytest.mark.parametrize("family_id", ["generic", "smollm2"])
def test_on_all_others_the_files_own_values_come_first(family_id: str) -> None:
    balanced = preset("balanced", family(family_id), OWN)
    assert balanced.settings == SamplingSettings(
        temperature=0.3, top_p=0.8, top_k=20, min_p=0.01, repeat_penalty=1.05, repeat_last_n=128
    )
    assert balanced.band == Band(0.2, 0.4)
    assert balanced.evidence.text == "evidence.file"


def test_a_file_without_a_temperature_keeps_the_generic_one_and_its_evidence() -> None:
    balanced = preset("balanced", GENERIC, FileSampling(top_k=20))
    generic = preset("balanced", GENERIC)
    assert balanced == replace(generic, settings=replace(generic.settings, top_k=20))


def test_a_penalty_in_the_file_stays_out_of_tasks_that_it_harms() -> None:
    own = FileSampling(repeat_penalty=1.3)
    assert preset("math", GENERIC, own).settings.repeat_penalty == 1.0
    assert preset("chat", GENERIC, own).settings.repeat_penalty == 1.1


@pytest.mark.parametrize("temperature", [0.0, 0.05, 0.7, 1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("mode_id", MODES)
def test_band_and_limits_stay_in_order_around_any_temperature_of_a_file(mode_id: str, temperature: float) -> None:
    own = preset(mode_id, GENERIC, FileSampling(temperature=temperature))
    assert own.settings.temperature == temperature
    assert 0.0 <= own.band.low <= temperature <= own.band.high <= own.caution_from < own.breaks_down_from


# Comparing


def test_untouched_settings_are_not_changed() -> None:
    code = preset("code", R1)
    assert not changed(code.settings, code)
    assert changed_fields(code.settings, code) == ()


def test_changed_settings_are_named_in_their_order() -> None:
    code = preset("code", R1)
    moved = replace(code.settings, seed=7, top_k=40, temperature=0.6)
    assert changed(moved, code)
    assert changed_fields(moved, code) == ("temperature", "top_k", "seed")


def test_the_rounding_of_a_slider_is_no_change() -> None:
    teaching = preset("teaching", QWEN)
    assert not changed(replace(teaching.settings, temperature=0.1 * 7), teaching)


def test_random_instead_of_a_fixed_seed_is_a_change() -> None:
    precise = preset("precise", QWEN)
    assert changed_fields(replace(precise.settings, seed=None), precise) == ("seed",)


def test_seed_zero_is_not_random() -> None:
    chat = preset("chat", QWEN)
    assert changed_fields(replace(chat.settings, seed=0), chat) == ("seed",)


def test_the_authors_settings_replace_what_they_name_and_nothing_else() -> None:
    chat = preset("chat", QWEN).settings
    assert authors_settings(chat, QWEN) == replace(chat, temperature=0.7, top_p=0.8, top_k=20, repeat_penalty=1.05)
    math = preset("math", R1).settings
    assert authors_settings(math, R1) == replace(math, temperature=0.6, top_p=0.95)
    assert authors_settings(math, GENERIC) is None
