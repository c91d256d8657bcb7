"""Sampling settings that were changed by hand, on top of what a mode sets."""

import dataclasses
from dataclasses import dataclass
from typing import cast

from models.sampling.settings import SamplingSettings
from models.settings import declarations

OverrideValue = bool | float | int | str | tuple[str, ...] | None
"""A choice is a text here; None means "automatic", for the settings that can be."""


@dataclass(frozen=True)
class SamplingOverrides:
    """Values of some fields of `SamplingSettings`, by name; the mode of the moment gives the others.

    Only what was changed is kept, so that a better mode, or the same mode for another model, still takes effect.
    """

    values: tuple[tuple[str, OverrideValue], ...] = ()

    def with_value(self, name: str, value: OverrideValue) -> "SamplingOverrides":
        """Return these overrides with the setting `name` changed by hand.

        Raises KeyError for an unknown setting and ValueError for a value outside its range.
        """
        accepted = _accepted(name, value)
        return SamplingOverrides(tuple(sorted({**dict(self.values), name: accepted}.items())))

    def without(self, name: str) -> "SamplingOverrides":
        """Return these overrides with the setting `name` given back to the mode."""
        return SamplingOverrides(tuple(pair for pair in self.values if pair[0] != name))

    def names(self) -> frozenset[str]:
        """Return the names of the settings that were changed."""
        return frozenset(name for name, _ in self.values)

    def on(self, settings: SamplingSettings) -> SamplingSettings:
        """Return `settings`, a mode's values, with the overrides in place."""
        changes: dict[str, object] = dict(self.values)
        return dataclasses.replace(settings, **changes)  # type: ignore[arg-type]  # each value was checked by name


def _accepted(name: str, value: OverrideValue) -> OverrideValue:
    by_name = {item.name: item for item in declarations(SamplingSettings)}
    return cast("OverrideValue", by_name[name].accept(value))
