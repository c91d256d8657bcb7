"""What a mode means on a model: its settings, its recommended band and how well the figures are known."""

import math
from dataclasses import dataclass, replace
from typing import TypeVar

from models.catalog import GENERIC, Band, Evidence, Family, Mode, Wider, defaults, evidence, limits, mode
from models.sampling.measured import MeasuredBand
from models.sampling.metadata import FileSampling
from models.sampling.overrides import SamplingOverrides
from models.sampling.settings import ANY_JSON, SamplingSettings
from models.settings import declarations

N = TypeVar("N", int, float)

_FILE_BAND = 0.1
"""Half the width of the band around a file's own temperature: what both known authors' bands have."""
_FILE_MARGIN = 0.2
"""How far above such a band the text may still hold together, where the generic limits lie lower."""


@dataclass(frozen=True)
class OwnMode:
    """What a mode of the user's own is called and tells the model, in place of the built-in mode that it stands on.

    `colour` is written as "#rrggbb". Without `instructions` the built-in mode's count.
    """

    id: str
    name: str
    colour: str
    instructions: str = ""


@dataclass(frozen=True)
class Preset:
    """A mode on a family of models.

    `caution_from` and `breaks_down_from` are temperatures. `frequency_band` is None where the frequency penalty has
    no recommended range; `repeat_penalty_limit` is the highest repeat penalty that does no harm to this task.
    """

    mode: Mode
    family: Family
    settings: SamplingSettings
    band: Band
    caution_from: float
    breaks_down_from: float
    evidence: Evidence
    limits_evidence: Evidence
    repeat_penalty_limit: float
    wider: Wider | None = None
    frequency_band: Band | None = None
    own: OwnMode | None = None
    """None: the built-in mode itself."""
    measured: MeasuredBand | None = None
    """What was measured for the built-in mode with this very model on this machine."""

    @property
    def id(self) -> str:
        """The id of the mode, of the user's own where it is one."""
        return self.mode.id if self.own is None else self.own.id

    @property
    def authors_band(self) -> Band | None:
        """The range of temperatures that the people who made the model advise, for any task."""
        return None if self.family.authors is None else self.family.authors.band

    @property
    def instruction(self) -> str | None:
        """The id of the text that the mode tells the model."""
        return self.mode.instruction

    @property
    def reader_hint(self) -> str | None:
        """The id of the text that the mode tells the reader of the answer."""
        return self.mode.reader_hint

    @property
    def reasoning(self) -> bool:
        """Whether the model thinks aloud, and so loops at temperature 0."""
        return self.family.thinking is not None

    @property
    def offers_greedy(self) -> bool:
        """Whether temperature 0 is worth offering for this task on this model."""
        return self.mode.offers_greedy and not self.reasoning


def preset(mode_id: str, family: Family, metadata_sampling: FileSampling | None = None) -> Preset:
    """Return what a mode means on a family of models. Raises KeyError where there is no such mode.

    `metadata_sampling` is what the model file itself advises: it comes before the generic values, but not before
    those of families that have a table of their own.
    """
    item = mode(mode_id)
    known = _from_table(item, family)
    own_table = family.id != GENERIC and family.id in item.values
    return known if own_table or metadata_sampling is None else _from_file(known, metadata_sampling)


def changed_fields(settings: SamplingSettings, preset: Preset) -> tuple[str, ...]:
    """Return the names of the settings that are not what the mode set, in their order."""
    pairs = (
        (item.name, getattr(settings, item.name), getattr(preset.settings, item.name))
        for item in declarations(SamplingSettings)
    )
    return tuple(name for name, ours, theirs in pairs if not _same(ours, theirs))


def changed(settings: SamplingSettings, preset: Preset) -> bool:
    """Say whether any setting is not what the mode set."""
    return bool(changed_fields(settings, preset))


def overrides_between(settings: SamplingSettings, preset: Preset) -> SamplingOverrides:
    """Return what to change on top of the mode to come to `settings`."""
    overrides = SamplingOverrides()
    for name in changed_fields(settings, preset):
        overrides = overrides.with_value(name, getattr(settings, name))
    return overrides


def authors_settings(settings: SamplingSettings, family: Family) -> SamplingSettings | None:
    """Return `settings` with everything its authors advise in place; None where they advise nothing."""
    authors = family.authors
    if authors is None:
        return None
    return replace(
        settings,
        temperature=authors.temperature,
        top_p=_given(authors.top_p, settings.top_p),
        top_k=_given(authors.top_k, settings.top_k),
        repeat_penalty=_given(authors.repeat_penalty, settings.repeat_penalty),
    )


def _from_table(item: Mode, family: Family) -> Preset:
    values, common, bounds = item.values_for(family.id), defaults(), limits(family.id)
    settings = SamplingSettings(
        temperature=values.temperature,
        top_p=common.top_p,
        top_k=common.top_k,
        min_p=common.min_p,
        repeat_penalty=common.repeat_penalty,
        repeat_last_n=common.repeat_last_n,
        frequency_penalty=_given(values.frequency_penalty, common.frequency_penalty),
        presence_penalty=_given(values.presence_penalty, common.presence_penalty),
        max_tokens=common.max_tokens,
        seed=item.fixed_seed,
        schema=ANY_JSON if item.only_json else None,
    )
    return Preset(
        mode=item,
        family=family,
        settings=settings,
        band=values.band,
        caution_from=bounds.caution_from,
        breaks_down_from=bounds.breaks_down_from,
        evidence=evidence(values.evidence),
        limits_evidence=evidence(bounds.evidence),
        repeat_penalty_limit=item.repeat_penalty_limit,
        wider=values.wider,
        frequency_band=values.frequency_band,
    )


def _from_file(known: Preset, own: FileSampling) -> Preset:
    """Put a file's own values in place of the generic ones, and the band and the limits around its temperature."""
    settings = replace(
        known.settings,
        top_p=_given(own.top_p, known.settings.top_p),
        top_k=_given(own.top_k, known.settings.top_k),
        min_p=_given(own.min_p, known.settings.min_p),
        # A task that a penalty harms keeps its own, whatever the file says.
        repeat_penalty=min(_given(own.repeat_penalty, known.settings.repeat_penalty), known.repeat_penalty_limit),
        repeat_last_n=_given(own.repeat_last_n, known.settings.repeat_last_n),
    )
    if own.temperature is None:
        return replace(known, settings=settings)
    high = round(own.temperature + _FILE_BAND, 6)
    return replace(
        known,
        settings=replace(settings, temperature=own.temperature),
        band=Band(max(0.0, round(own.temperature - _FILE_BAND, 6)), high),
        caution_from=max(known.caution_from, high),
        breaks_down_from=max(known.breaks_down_from, round(high + _FILE_MARGIN, 6)),
        evidence=evidence("file"),
    )


def _given(value: N | None, otherwise: N) -> N:
    return otherwise if value is None else value


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, abs_tol=1e-6)  # what went through a slider is not bit-exact
    return ours == theirs
