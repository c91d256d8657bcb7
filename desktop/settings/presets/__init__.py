"""Making and changing the user's own modes: `PresetDialog`, and what it asks for as a `PresetWish`."""

from desktop.settings.presets.dialog import PresetDialog
from desktop.settings.presets.wish import PresetWish

__all__ = ["PresetDialog", "PresetWish"]
