"""Sentences about a mode's temperatures, for the settings panel and the mode bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.texts import Phrasebook, figure

if TYPE_CHECKING:
    from models.catalog import Band, Evidence
    from models.sampling import Preset, SamplingSettings


def span(say: Phrasebook, band: Band) -> str:
    """Write a range of temperatures."""
    return say("band.span", low=figure(band.low), high=figure(band.high))


def bands(say: Phrasebook, preset: Preset) -> str:
    """Say which temperatures are recommended, which the model's authors name, and which did well on this machine."""
    recommended = say("band.recommended", band=span(say, preset.band))
    if preset.authors_band is not None:
        recommended = say("band.with_authors", recommended=recommended, band=span(say, preset.authors_band))
    if preset.measured is None:
        return recommended
    return say("band.measured", bands=recommended, band=span(say, preset.measured.band))


def evidence(say: Phrasebook, known: Evidence) -> str:
    """Say in a few words how well a figure is known: who says so, and on how many runs."""
    grade = say(known.grade.text_id)
    if known.runs is None:
        return grade
    least, most = known.runs
    runs = str(least) if least == most else say("band.span", low=least, high=most)
    return say("band.evidence", grade=grade, runs=runs)


def penalty_hint(say: Phrasebook, name: str, settings: SamplingSettings, preset: Preset) -> str:
    """Say what is wrong with a penalty for this task, nothing where it does no harm or `name` is no penalty."""
    limit, advised = preset.repeat_penalty_limit, preset.frequency_band
    if name == "repeat_penalty" and settings.repeat_penalty > limit:
        return say("panel.hint.repeat_penalty", limit=figure(limit))
    if name == "frequency_penalty" and advised is not None and settings.frequency_penalty not in advised:
        return say("band.recommended", band=span(say, advised))
    return ""


def mode_title(say: Phrasebook, preset: Preset) -> str:
    """Return what a mode is called."""
    return say(preset.mode.name_text) if preset.own is None else preset.own.name


def mode_advice(say: Phrasebook, preset: Preset) -> tuple[str, str, str]:
    """Say what a mode is for, which temperature it sets with which range, and how well that is known."""
    own = preset.own is not None
    purpose = say("preset.on_base", mode=say(preset.mode.name_text)) if own else say(preset.mode.description_text)
    return (
        purpose,
        say("band.set", temperature=figure(preset.settings.temperature), bands=bands(say, preset)),
        evidence(say, preset.evidence),
    )
