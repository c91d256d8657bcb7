"""A preset as the commands print it."""

from dataclasses import dataclass

from models.presets import UserPreset
from models.sampling import OverrideValue


@dataclass(frozen=True)
class PrintedPreset:
    """One of the user's own modes, with the keys of its file; `automatic` are settings left to the program."""

    id: str
    name: str
    colour: str
    base: str
    family: str | None
    band: tuple[float, float] | None
    instructions: str
    values: dict[str, OverrideValue]
    automatic: tuple[str, ...]


def printed(preset: UserPreset) -> PrintedPreset:
    """Return a preset as it is printed."""
    given = preset.overrides.values
    return PrintedPreset(
        id=preset.id,
        name=preset.name,
        colour=preset.colour,
        base=preset.base,
        family=preset.family,
        band=None if preset.band is None else (preset.band.low, preset.band.high),
        instructions=preset.instructions,
        values={name: value for name, value in given if value is not None},
        automatic=tuple(name for name, value in given if value is None),
    )
