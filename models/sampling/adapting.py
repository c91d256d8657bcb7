"""How the temperature follows from what the checks of earlier answers came to: plain arithmetic.

A step of 0.2 after an answer whose form failed is published for small models; 0.05 after three answers in a row that
passed, and the number of three, are ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from models.answer_checks import Verdict
from models.sampling.modes import Preset
from models.sampling.sections import with_sections
from models.sampling.settings import Adapting, SamplingSettings

_COOLER = 0.2
_WARMER = 0.05
_IN_A_ROW = 3
_LEAST = 0.1
"""Models that think go round in circles at 0."""
_DIGITS = 6
"""Decimal places: sums of tenths are not exact."""

_PRESSURE_COOLER = 0.1
_PRESSURE_SHARE = 2
_PRESSURE_LEAST_TOKENS = 256
"""An answer that is cut after fewer tokens is of no use."""


class AdaptedFor(StrEnum):
    """Why the settings of an answer are others than those that were chosen."""

    FAILED = "failed"  # the answer before, to the same question, was not what it had to be
    PASSED = "passed"  # several answers in a row were
    MEMORY = "memory"  # the memory of the device was nearly used up


@dataclass(frozen=True)
class Adapted:
    """One change of an answer's settings that the program made. `max_tokens` are those before it, None if unchanged."""

    reason: AdaptedFor
    before: float
    after: float
    max_tokens: int | None = None


@dataclass(frozen=True)
class Adaptation:
    """What the answers of one conversation have come to: how much warmer it may be, and the passes since."""

    warmer: float = 0.0
    passes: int = 0

    def after(self, verdict: Verdict) -> "Adaptation":
        """Return what it is after one more answer; a failed one takes all of it back."""
        if verdict is Verdict.FAILED:
            return Adaptation()
        if verdict is not Verdict.PASSED:
            return self
        if self.passes + 1 < _IN_A_ROW:
            return replace(self, passes=self.passes + 1)
        return Adaptation(round(self.warmer + _WARMER, _DIGITS), 0)


def adaptation(verdicts: Iterable[Verdict]) -> Adaptation:
    """Return what the answers of a conversation, in their order, have come to."""
    now = Adaptation()
    for verdict in verdicts:
        now = now.after(verdict)
    return now


def cooler(
    settings: SamplingSettings, preset: Preset, failed_at: float, *, several: bool = False
) -> tuple[SamplingSettings, Adapted | None]:
    """Return the settings of another try, or of `several`, after an answer at the temperature `failed_at` failed.

    It is cooler by a step, but not below the band of the mode, and never greedy on models that think, nor where
    several are made: they would be the same. Nothing changes where the adapting is locked, there is no room below, or
    the settings are as cool already.
    """
    floor = max(_floor(preset), _LEAST) if several else _floor(preset)
    wanted = round(max(failed_at - _COOLER, floor), _DIGITS)
    if settings.adapting is Adapting.LOCKED or wanted >= min(failed_at, settings.temperature):
        return settings, None
    return _at(settings, preset, wanted), Adapted(AdaptedFor.FAILED, settings.temperature, wanted)


def resumed(
    settings: SamplingSettings, preset: Preset, begun: Iterable[Adapted]
) -> tuple[SamplingSettings, Adapted | None]:
    """Return the settings with which an answer goes on, `begun` being what was changed of them when it was begun.

    What was begun cooler after a failure goes on as cool, but not below the band of the mode and the model of now. It
    is made no cooler by itself: what is written stays, and an answer that is cut and faulty at once is one that repeats
    itself, which a cooler one does all the more.
    """
    step = next((one for one in begun if one.reason is AdaptedFor.FAILED), None)
    wanted = settings.temperature if step is None else max(step.after, _floor(preset))
    if settings.adapting is Adapting.LOCKED or wanted >= settings.temperature:
        return settings, None
    return _at(settings, preset, wanted), Adapted(AdaptedFor.FAILED, settings.temperature, wanted)


def warmer(settings: SamplingSettings, preset: Preset, now: Adaptation) -> tuple[SamplingSettings, Adapted | None]:
    """Return the settings of a next answer where that may be warmer: as far as the end of the mode's band."""
    wanted = round(min(settings.temperature + now.warmer, preset.band.high), _DIGITS)
    if settings.adapting is not Adapting.BOTH or wanted <= settings.temperature or settings.temperature <= 0:
        return settings, None
    return _at(settings, preset, wanted), Adapted(AdaptedFor.PASSED, settings.temperature, wanted)


def calmer(settings: SamplingSettings, preset: Preset) -> tuple[SamplingSettings, Adapted | None]:
    """Return the settings of an answer while memory is nearly used up: 0.1 cooler, and half as long.

    The temperature goes down as far as `cooler` lets it, the length to 256 tokens; what is below that already stays.
    A locked temperature stays too.
    """
    most = max(settings.max_tokens // _PRESSURE_SHARE, min(settings.max_tokens, _PRESSURE_LEAST_TOKENS))
    locked = settings.adapting is Adapting.LOCKED
    floor = settings.temperature if locked else min(settings.temperature, _floor(preset))
    wanted = round(max(settings.temperature - _PRESSURE_COOLER, floor), _DIGITS)
    if most == settings.max_tokens and wanted == settings.temperature:
        return settings, None
    tokens = settings.max_tokens if most != settings.max_tokens else None
    changed = _at(replace(settings, max_tokens=most), preset, wanted)
    return changed, Adapted(AdaptedFor.MEMORY, settings.temperature, wanted, tokens)


def _floor(preset: Preset) -> float:
    return max(preset.band.low, _LEAST) if preset.reasoning else preset.band.low


def _at(settings: SamplingSettings, preset: Preset, temperature: float) -> SamplingSettings:
    return with_sections(replace(settings, temperature=temperature), preset)
