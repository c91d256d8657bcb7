"""The sampling settings that the user changed by hand in one conversation, on top of its mode."""

import dataclasses
import logging
from dataclasses import dataclass
from typing import cast

import msgspec

from models.sampling import SamplingSettings
from models.settings import declarations

_log = logging.getLogger(__name__)

OverrideValue = float | int | str | tuple[str, ...] | None
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


def encode_overrides(overrides: SamplingOverrides) -> str:
    """Return the JSON object that the history keeps."""
    return msgspec.json.encode(dict(overrides.values)).decode()


def decode_overrides(text: str) -> SamplingOverrides:
    """Read what `encode_overrides` wrote; what is no longer allowed is dropped, and the log says so."""
    overrides = SamplingOverrides()
    try:
        found = msgspec.json.decode(text, type=dict[str, OverrideValue])
    except msgspec.DecodeError as error:
        _log.warning("dropped the settings of a conversation: %s", error)
        return overrides
    for name, value in found.items():
        try:
            overrides = overrides.with_value(name, value)
        except (KeyError, ValueError) as error:
            _log.warning("dropped the setting %s=%r of a conversation: %s", name, value, error)
    return overrides


def _accepted(name: str, value: OverrideValue) -> OverrideValue:
    by_name = {item.name: item for item in declarations(SamplingSettings)}
    return cast("OverrideValue", by_name[name].accept(value))
