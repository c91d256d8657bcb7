"""The modes and their values per family, as `resources/modes.json` holds them."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated

from msgspec import Meta, structs

from models.catalog.data import (
    Band,
    Count,
    Data,
    Id,
    Offset,
    Penalty,
    Positive,
    Probability,
    RepeatPenalty,
    Temperature,
    TextId,
    Words,
    read,
    require,
    require_unique,
)
from models.catalog.evidence import Evidence
from models.catalog.families import GENERIC, families

AUTO = "auto"
"""Stands where a mode's id may stand, above them all: which mode it is follows from each question."""


class Wider(Data, frozen=True):
    """How far above its band a mode may go under a condition, and the text that says which."""

    limit: Temperature
    text: TextId


class ModeValues(Data, frozen=True):
    """What a mode sets on the models of one family; penalties that are None take the default of all modes.

    `evidence` is an id for `evidence()`.
    """

    temperature: Temperature
    band: Band
    evidence: Id
    wider: Wider | None = None
    frequency_penalty: Penalty | None = None
    frequency_band: Band | None = None
    presence_penalty: Penalty | None = None

    def __post_init__(self) -> None:
        """Refuse values outside their own bands."""
        require(holds=self.temperature in self.band, otherwise=f"{self.temperature} is outside its band")
        if self.wider is not None:
            require(holds=self.wider.limit > self.band.high, otherwise="the wider limit is not above the band")
        if self.frequency_band is not None:
            inside = self.frequency_penalty is not None and self.frequency_penalty in self.frequency_band
            require(holds=inside, otherwise="the frequency penalty is outside its band")


class SectionOffset(Data, frozen=True):
    """How much warmer than the slider a kind of text is written, and by family how well that is known."""

    offset: Offset
    evidence: Mapping[Id, Id]

    def __post_init__(self) -> None:
        """Refuse an offset of which nothing is known."""
        require(holds=GENERIC in self.evidence, otherwise=f"an offset has no evidence for {GENERIC!r}")

    def evidence_for(self, family_id: str) -> str:
        """Return the id of the evidence on a family."""
        return self.evidence.get(family_id, self.evidence[GENERIC])


class Sections(Data, frozen=True):
    """The offsets of all modes, for each kind of text inside one answer."""

    thinking: SectionOffset
    prose: SectionOffset
    code: SectionOffset
    json: SectionOffset
    math: SectionOffset


class OwnSections(Data, frozen=True):
    """The offsets that are a mode's own; None where it has that of all modes."""

    thinking: Offset | None = None
    prose: Offset | None = None
    code: Offset | None = None
    json: Offset | None = None
    math: Offset | None = None


class Mode(Data, frozen=True):
    """One mode.

    `reason` says why its values are what they are. `instruction` is a text for the model, `reader_hint` one for the
    person who reads the answer. `fixed_seed` makes answers repeatable; None is a new seed for each. A mode with
    `offers_greedy` offers temperature 0. `repeat_penalty_limit` is the highest repeat penalty that does no harm.
    Answers of a mode with `only_json` are held to JSON. `sections` are offsets of its own.
    """

    id: Id
    icon: Id
    shortcut: Annotated[str, Meta(pattern=r"^[0-9]$")]
    reason: Words
    values: Mapping[Id, ModeValues]
    repeat_penalty_limit: RepeatPenalty
    instruction: TextId | None = None
    reader_hint: TextId | None = None
    fixed_seed: Count | None = None
    offers_greedy: bool = False
    only_json: bool = False
    sections: OwnSections = OwnSections()

    @property
    def name_text(self) -> str:
        """The id of the mode's name."""
        return f"mode.{self.id}.name"

    @property
    def description_text(self) -> str:
        """The id of the one sentence that says what the mode is for."""
        return f"mode.{self.id}.description"

    def values_for(self, family_id: str) -> ModeValues:
        """Return what the mode sets on a family; families without values of their own take the generic ones."""
        return self.values.get(family_id, self.values[GENERIC])


class Limits(Data, frozen=True):
    """From which temperature on errors rise, and from which on the text falls apart, whatever the task."""

    caution_from: Temperature
    breaks_down_from: Temperature
    evidence: Id

    def __post_init__(self) -> None:
        """Refuse limits that are upside down."""
        require(holds=self.caution_from < self.breaks_down_from, otherwise="caution must come before breaking down")


class Defaults(Data, frozen=True):
    """What every mode sets unless its own values say otherwise."""

    top_p: Probability
    top_k: Count
    min_p: Probability
    repeat_penalty: RepeatPenalty
    repeat_last_n: Count
    frequency_penalty: Penalty
    presence_penalty: Penalty
    max_tokens: Positive


class ModesFile(Data, frozen=True):
    """The file `modes.json`."""

    default: Id
    defaults: Defaults
    limits: Mapping[Id, Limits]
    sections: Sections
    evidence: Mapping[Id, Evidence]
    modes: tuple[Mode, ...]

    def __post_init__(self) -> None:
        """Refuse a file whose parts do not fit together."""
        ids = tuple(item.id for item in self.modes)
        require_unique((*ids, AUTO), "mode")
        require_unique(tuple(item.shortcut for item in self.modes), "shortcut")
        require(holds=self.default in ids, otherwise=f"the default mode {self.default!r} does not exist")
        require(holds=GENERIC in self.limits, otherwise=f"there are no limits for {GENERIC!r}")
        unknown = sorted(self._named_evidence() - self.evidence.keys())
        require(holds=not unknown, otherwise=f"unknown evidence: {', '.join(unknown)}")
        for item in self.modes:
            self._check(item)

    def _named_evidence(self) -> set[str]:
        cells = {values.evidence for item in self.modes for values in item.values.values()}
        of_sections = {name for item in structs.astuple(self.sections) for name in item.evidence.values()}
        return cells | of_sections | {limits.evidence for limits in self.limits.values()}

    def _check(self, item: Mode) -> None:
        require(holds=GENERIC in item.values, otherwise=f"{item.id} has no values for {GENERIC!r}")
        for family_id, values in item.values.items():
            limits = self.limits.get(family_id, self.limits[GENERIC])
            # A warm task may reach into the caution zone, but not begin there, and never as far as the break-down.
            top = values.band.high if values.wider is None else values.wider.limit
            fits = values.band.low < limits.caution_from and top < limits.breaks_down_from
            require(holds=fits, otherwise=f"{item.id} on {family_id} recommends temperatures where the model fails")
            ceiling = item.repeat_penalty_limit
            require(holds=self.defaults.repeat_penalty <= ceiling, otherwise=f"{item.id}: repeat penalty too high")


@cache
def _file() -> ModesFile:
    content = read("modes.json", ModesFile)
    known = {item.id for item in families()}
    named = {name for item in content.modes for name in item.values} | content.limits.keys()
    named |= {name for item in structs.astuple(content.sections) for name in item.evidence}
    require(holds=named <= known, otherwise=f"modes.json: unknown families {', '.join(sorted(named - known))}")
    return content


def modes() -> tuple[Mode, ...]:
    """Return all modes in the order of their buttons."""
    return _file().modes


def mode(mode_id: str) -> Mode:
    """Return a mode by its id. Raises KeyError where there is none."""
    for item in modes():
        if item.id == mode_id:
            return item
    raise KeyError(mode_id)


def default_mode() -> Mode:
    """Return the mode of a new conversation."""
    return mode(_file().default)


def limits(family_id: str) -> Limits:
    """Return the limits of a family; families without limits of their own take the generic ones."""
    known = _file().limits
    return known.get(family_id, known[GENERIC])


def defaults() -> Defaults:
    """Return what every mode sets unless its own values say otherwise."""
    return _file().defaults


def sections() -> Sections:
    """Return how much warmer than the slider each kind of text inside an answer is written in every mode."""
    return _file().sections


def evidence(evidence_id: str) -> Evidence:
    """Return the evidence that values name. Raises KeyError where there is none."""
    return _file().evidence[evidence_id]


def mode_text_ids() -> Iterator[str]:
    """Yield the id of every text that `modes.json` names."""
    for item in modes():
        yield from (item.name_text, item.description_text)
        yield from (text for text in (item.instruction, item.reader_hint) if text is not None)
        yield from (values.wider.text for values in item.values.values() if values.wider is not None)
    yield from (item.text for item in _file().evidence.values())
