"""How the temperature follows from what earlier answers came to, within the band and never beyond a lock."""

from dataclasses import replace

import pytest

from models.answer_checks import Verdict
from models.catalog import family
from models.sampling import (
    Adaptation,
    Adapted,
    AdaptedFor,
    Adapting,
    Preset,
    adaptation,
    calmer,
    cooler,
    preset,
    resumed,
    warmer,
)

PASSED, FAILED, CUT, NOTHING = Verdict.PASSED, Verdict.FAILED, Verdict.CUT, Verdict.NOTHING


def on(mode: str, name: str = "generic") -> Preset:
    return preset(mode, family(name))


@pytest.mark.parametrize(
    ("mode", "name", "failed_at", "again"),
    [
        ("code", "generic", 0.6, 0.4),
        ("code", "generic", 0.4, 0.2),  # the band's end
        ("code", "r1", 0.55, 0.5),
        ("creative", "generic", 1.3, 1.1),
        ("json", "generic", 0.3, 0.1),
        ("json", "generic", 0.1, 0.0),
        ("precise", "r1", 0.4, 0.3),
    ],
)
def test_another_try_after_a_failure_is_cooler_down_to_the_band(
    mode: str, name: str, failed_at: float, again: float
) -> None:
    found = on(mode, name)
    settings = replace(found.settings, temperature=failed_at)
    changed, adapted = cooler(settings, found, failed_at)
    assert changed.temperature == again
    assert adapted == Adapted(AdaptedFor.FAILED, failed_at, again)
    assert replace(changed, temperature=failed_at) == settings


def test_a_second_failure_is_one_more_step() -> None:
    found = on("balanced")
    settings = replace(found.settings, temperature=1.0)
    first, _ = cooler(settings, found, 1.0)
    second, adapted = cooler(settings, found, first.temperature)
    assert (first.temperature, second.temperature) == (0.8, 0.6)
    assert adapted == Adapted(AdaptedFor.FAILED, 1.0, 0.6)


@pytest.mark.parametrize("failed_at", [0.2, 0.15, 0.0])
def test_below_the_band_nothing_changes(failed_at: float) -> None:
    found = on("code")
    settings = replace(found.settings, temperature=failed_at)
    assert cooler(settings, found, failed_at) == (settings, None)


def test_who_made_it_cooler_by_hand_is_not_overruled() -> None:
    found = on("balanced")
    settings = replace(found.settings, temperature=0.5)
    assert cooler(settings, found, 0.8) == (settings, None)


def test_models_that_think_are_never_made_greedy() -> None:
    found = preset("json", family("generic", thinks=True))
    assert found.reasoning
    assert found.band.low == 0.0
    changed, _ = cooler(found.settings, found, 0.2)
    assert changed.temperature == 0.1
    assert calmer(replace(found.settings, temperature=0.15), found)[0].temperature == 0.1


def test_the_temperatures_of_sections_follow() -> None:
    found = on("balanced", "r1")
    settings = replace(found.settings, follow_text=True, temperature=0.7)
    changed, _ = cooler(settings, found, 0.7)
    assert changed.sections is not None
    assert changed.sections.prose == 0.5


def test_three_passes_in_a_row_allow_a_step() -> None:
    assert adaptation([PASSED, PASSED]) == Adaptation(0.0, 2)
    assert adaptation([PASSED, PASSED, PASSED]) == Adaptation(0.05, 0)
    assert adaptation([PASSED] * 7) == Adaptation(0.1, 1)


def test_a_failure_takes_the_warmth_back_and_what_says_nothing_changes_nothing() -> None:
    assert adaptation([PASSED, CUT, PASSED, NOTHING, PASSED]) == Adaptation(0.05, 0)
    assert adaptation([PASSED] * 5 + [FAILED, PASSED]) == Adaptation(0.0, 1)


def test_warmer_goes_as_far_as_the_band() -> None:
    found = on("code")
    settings = replace(found.settings, temperature=0.5, adapting=Adapting.BOTH)
    once, adapted = warmer(settings, found, Adaptation(0.05))
    assert once.temperature == 0.55
    assert adapted == Adapted(AdaptedFor.PASSED, 0.5, 0.55)
    assert warmer(settings, found, Adaptation(0.4))[0].temperature == 0.6
    above = replace(settings, temperature=0.9)
    assert warmer(above, found, Adaptation(0.05)) == (above, None)


def test_warmer_is_off_until_it_is_switched_on_and_never_ends_a_greedy_choice() -> None:
    found = on("code")
    assert warmer(found.settings, found, Adaptation(0.05)) == (found.settings, None)
    greedy = replace(found.settings, temperature=0.0, adapting=Adapting.BOTH)
    assert warmer(greedy, found, Adaptation(0.05)) == (greedy, None)


def test_a_lock_keeps_the_temperature() -> None:
    found = on("code")
    locked = replace(found.settings, temperature=0.6, adapting=Adapting.LOCKED)
    assert cooler(locked, found, 0.6) == (locked, None)
    assert warmer(locked, found, Adaptation(0.05)) == (locked, None)
    calm, adapted = calmer(locked, found)
    assert (calm.temperature, calm.max_tokens) == (0.6, 1024)
    assert adapted == Adapted(AdaptedFor.MEMORY, 0.6, 0.6, 2048)


@pytest.mark.parametrize(("tokens", "left"), [(2048, 1024), (400, 256), (256, 256), (3, 3)])
def test_under_pressure_answers_are_cooler_and_shorter(tokens: int, left: int) -> None:
    found = on("balanced")
    settings = replace(found.settings, max_tokens=tokens)
    calm, adapted = calmer(settings, found)
    assert (calm.temperature, calm.max_tokens) == (0.6, left)
    assert adapted == Adapted(AdaptedFor.MEMORY, 0.7, 0.6, tokens if left != tokens else None)


def test_under_pressure_what_is_cool_and_short_stays() -> None:
    found = on("balanced")
    settings = replace(found.settings, temperature=0.5, max_tokens=64)
    assert calmer(settings, found) == (settings, None)
    below = replace(settings, temperature=0.2)
    assert calmer(below, found) == (below, None)


def test_several_tries_are_cooler_too_but_never_all_the_same() -> None:
    found = on("json")
    assert found.band.low == 0.0
    settings = replace(found.settings, temperature=0.3)
    assert cooler(settings, found, 0.3, several=True) == cooler(settings, found, 0.3)
    settings = replace(found.settings, temperature=0.2)
    assert cooler(settings, found, 0.2)[0].temperature == 0.0
    assert cooler(settings, found, 0.2, several=True)[0].temperature == 0.1
    settings = replace(found.settings, temperature=0.1)
    assert cooler(settings, found, 0.1, several=True) == (settings, None)


def test_what_was_begun_cooler_goes_on_as_cool() -> None:
    found = on("code")
    begun = (Adapted(AdaptedFor.MEMORY, 0.5, 0.4, 2048), Adapted(AdaptedFor.FAILED, 0.4, 0.2))
    settings = replace(found.settings, temperature=0.6)
    changed, adapted = resumed(settings, found, begun)
    assert changed == replace(settings, temperature=0.2)
    assert adapted == Adapted(AdaptedFor.FAILED, 0.6, 0.2)


def test_what_goes_on_with_another_model_stays_in_the_band_of_that_one() -> None:
    """One that thinks would go round in circles at 0, to which JSON of another one may be made cooler."""
    found = on("json", "r1")
    changed, adapted = resumed(found.settings, found, (Adapted(AdaptedFor.FAILED, 0.1, 0.0),))
    assert changed.temperature == found.band.low
    assert adapted == Adapted(AdaptedFor.FAILED, found.settings.temperature, found.band.low)


@pytest.mark.parametrize(
    ("temperature", "adapting", "reason"),
    [
        (0.2, Adapting.COOLER, AdaptedFor.FAILED),  # it is as cool by hand
        (0.6, Adapting.LOCKED, AdaptedFor.FAILED),
        (0.6, Adapting.COOLER, AdaptedFor.MEMORY),
        (0.6, Adapting.BOTH, AdaptedFor.PASSED),
    ],
)
def test_what_goes_on_is_as_it_was_chosen_otherwise(temperature: float, adapting: Adapting, reason: AdaptedFor) -> None:
    found = on("code")
    settings = replace(found.settings, temperature=temperature, adapting=adapting)
    assert resumed(settings, found, (Adapted(reason, 0.4, 0.2),)) == (settings, None)
