"""The user's own modes: a built-in mode with a name, a colour, values and words of their own.

A `UserPreset` is one; `as_preset` says what it means on a model, `new_id` names a new one, `is_own` knows such a name
and `base_of` the built-in mode it once stood on. `COLOURS` are those that are offered. `PresetStore` keeps them, a TOML
file each, exports and imports them; `to_toml` writes one and `from_toml` reads one as a `PresetFile`, with a sentence
for each value in it that is impossible.
"""

from models.presets.store import PresetStore, StoredPresets
from models.presets.toml_file import PresetFile, from_toml, to_toml
from models.presets.values import COLOURS, NAME_MOST, UserPreset, as_preset, base_of, is_own, new_id

__all__ = [
    "COLOURS",
    "NAME_MOST",
    "PresetFile",
    "PresetStore",
    "StoredPresets",
    "UserPreset",
    "as_preset",
    "base_of",
    "from_toml",
    "is_own",
    "new_id",
    "to_toml",
]
