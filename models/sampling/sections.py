"""How much warmer or cooler than the slider each kind of text inside one answer is written."""

from dataclasses import replace

from models.catalog import Evidence, SectionOffset, evidence, sections
from models.sampling.kinds import SectionTemperatures, TextSection
from models.sampling.modes import Preset
from models.sampling.settings import SamplingSettings

_LEAST = 0.1
"""A section is not made greedy by an offset: models that think go round in circles at 0."""
_DIGITS = 6
"""Decimal places: sums of tenths are not exact."""


def section_temperatures(preset: Preset, settings: SamplingSettings) -> SectionTemperatures:
    """Return the temperature of each kind of text: the slider's and the mode's offset, within the mode's band.

    A slider that is outside the band widens it as far as itself: what the user set is never overruled. At temperature 0
    all of the answer is greedy.
    """
    if settings.temperature <= 0:
        return SectionTemperatures(**dict.fromkeys(TextSection, 0.0))
    low = min(max(preset.band.low, _LEAST), settings.temperature)
    high = max(preset.band.high, settings.temperature)
    return SectionTemperatures(
        **{
            section.value: round(min(max(settings.temperature + _offset(preset, section), low), high), _DIGITS)
            for section in TextSection
        }
    )


def section_evidence(preset: Preset, section: TextSection) -> Evidence:
    """Return how well the offset of a section is known."""
    return evidence(_usual(section).evidence_for(preset.family.id))


def with_sections(settings: SamplingSettings, preset: Preset) -> SamplingSettings:
    """Return `settings` as the engine needs them: with the temperatures of the sections where they follow the text."""
    return replace(settings, sections=section_temperatures(preset, settings) if settings.follow_text else None)


def _offset(preset: Preset, section: TextSection) -> float:
    own: float | None = getattr(preset.mode.sections, section.value)
    return _usual(section).offset if own is None else own


def _usual(section: TextSection) -> SectionOffset:
    usual: SectionOffset = getattr(sections(), section.value)
    return usual
