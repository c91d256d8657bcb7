"""A mode of the user's own, and what it means on a model."""

import re
import secrets
from dataclasses import dataclass, field, replace

from models.catalog import Band, Evidence, Grade, default_mode, modes
from models.sampling import OwnMode, Preset, SamplingOverrides

COLOURS = ("#3b82f6", "#8b5cf6", "#d946ef", "#ef4444", "#f59e0b", "#84cc16", "#10b981", "#64748b")
"""The colours that are offered, as "#rrggbb"."""

NAME_MOST = 40
"""Most characters of a name: it stands on a button."""

_BY_THE_USER = Evidence(grade=Grade.OWN, text="evidence.own", source="the user")

_ID = re.compile(r"user-([a-z]+)-[0-9a-f]{8}")


@dataclass(frozen=True)
class UserPreset:
    """A built-in mode (`base`) with `overrides` on top.

    `band` are the temperatures that the user recommends, None: those of the built-in mode. Without `instructions` the
    built-in mode's count. It is for one `family` of models, None: for all.
    """

    id: str
    name: str
    base: str
    colour: str = COLOURS[0]
    overrides: SamplingOverrides = field(default_factory=SamplingOverrides)
    band: Band | None = None
    instructions: str = ""
    family: str | None = None

    def fits(self, family_id: str) -> bool:
        """Return whether it is for a family of models."""
        return self.family in (None, family_id)


def as_preset(own: UserPreset, base: Preset) -> Preset:
    """Return what a mode of the user's own sets, `base` being what its built-in mode sets on the model."""
    return replace(
        base,
        settings=own.overrides.on(base.settings),
        band=own.band or base.band,
        evidence=base.evidence if own.band is None else _BY_THE_USER,
        own=OwnMode(own.id, own.name, own.colour, own.instructions),
    )


def new_id(base: str) -> str:
    """Return an id that nothing else has; it names the built-in mode, for the day when the user's own one is gone."""
    return f"user-{base}-{secrets.token_hex(4)}"


def is_own(mode_id: str) -> bool:
    """Return whether an id is that of a mode of the user's own, there or gone."""
    return _ID.fullmatch(mode_id) is not None


def base_of(mode_id: str) -> str:
    """Return the built-in mode that one of the user's own stood on when it was made."""
    found = _ID.fullmatch(mode_id)
    known = {item.id for item in modes()}
    return found[1] if found is not None and found[1] in known else default_mode().id
