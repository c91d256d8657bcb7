"""The temperatures of the kinds of text inside one answer."""

from dataclasses import replace

import pytest

from models.catalog import Grade, family, modes
from models.record import UsedSettings
from models.sampling import (
    Preset,
    SamplingSettings,
    SectionTemperatures,
    TextSection,
    preset,
    section_evidence,
    section_temperatures,
    with_sections,
)

_FAMILIES = ("r1", "qwen2.5", "smollm2", "generic")


def _at(found: Preset, temperature: float) -> SectionTemperatures:
    return section_temperatures(found, replace(found.settings, temperature=temperature))


def test_r1_has_what_was_published_for_one_answer() -> None:
    balanced, teaching = preset("balanced", family("r1")), preset("teaching", family("r1"))

    assert _at(balanced, 0.6).code == 0.5
    assert _at(balanced, 0.6).prose == 0.6
    assert _at(teaching, 0.6).prose == 0.7


@pytest.mark.parametrize("family_id", _FAMILIES)
@pytest.mark.parametrize("mode_id", [mode.id for mode in modes()])
def test_every_section_stays_within_the_band_of_the_mode(mode_id: str, family_id: str) -> None:
    found = preset(mode_id, family(family_id))
    temperatures = section_temperatures(found, found.settings)

    assert all(temperatures.of(section) in found.band for section in TextSection)
    assert all(temperatures.of(section) > 0 for section in TextSection)


def test_sections_follow_the_slider_within_the_band() -> None:
    found = preset("creative", family("qwen2.5"))

    assert _at(found, 1.0).code == 0.9
    assert _at(found, 1.1).code == 1.0
    assert _at(found, 0.95).code == 0.9  # the end of the band


def test_a_slider_outside_the_band_is_never_overruled() -> None:
    found = preset("balanced", family("r1"))

    assert _at(found, 0.2) == SectionTemperatures(thinking=0.2, prose=0.2, code=0.2, json=0.2, math=0.2)
    warm = _at(found, 1.2)
    assert (warm.prose, warm.code, warm.json) == (1.2, 1.1, 1.0)


def test_modes_for_one_kind_of_text_leave_that_kind_at_the_slider() -> None:
    for mode_id in ("math", "json"):
        for family_id in _FAMILIES:
            found = preset(mode_id, family(family_id))
            temperatures = section_temperatures(found, found.settings)
            assert temperatures.of(TextSection(mode_id)) == found.settings.temperature


def test_only_temperature_zero_is_greedy_and_then_all_of_it() -> None:
    found = preset("precise", family("generic"))

    assert _at(found, 0.0) == SectionTemperatures(thinking=0.0, prose=0.0, code=0.0, json=0.0, math=0.0)
    assert _at(found, 0.05).json == 0.05
    assert _at(found, 0.2).json == 0.1


def test_what_was_published_and_what_is_ours_are_told_apart() -> None:
    r1, other = preset("balanced", family("r1")), preset("balanced", family("qwen2.5"))

    assert section_evidence(r1, TextSection.CODE).grade is Grade.PUBLISHED
    assert section_evidence(r1, TextSection.JSON).grade is Grade.JUDGEMENT
    assert section_evidence(other, TextSection.CODE).grade is Grade.JUDGEMENT


def test_the_engine_is_told_of_sections_only_where_they_are_switched_on() -> None:
    found = preset("balanced", family("r1"))
    on = replace(found.settings, follow_text=True)

    assert with_sections(found.settings, found).sections is None
    assert with_sections(on, found).sections == section_temperatures(found, on)
    assert with_sections(replace(with_sections(on, found), follow_text=False), found).sections is None


def test_used_settings_come_back_as_the_same_settings() -> None:
    found = preset("teaching", family("r1"))
    for follow_text in (False, True):
        settings = with_sections(replace(found.settings, follow_text=follow_text, seed=3, stop=("x",)), found)
        assert UsedSettings.of(settings, seed=3).to_settings() == settings


def test_settings_without_a_mode_have_no_sections() -> None:
    assert SamplingSettings().sections is None
