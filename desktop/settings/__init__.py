"""What the user sets: the panel beside a conversation, and the preferences of the window.

`GenerationPanel` shows and edits how the next answer is generated; `PreferencesDialog` is about the window itself, with
a `NetworkGroup` about the network; `PresetDialog` makes one of the user's own modes out of a `PresetWish`;
`mode_advice` says in words what a mode sets and how well that is known, `mode_title` names it. `ScrollColumn` stacks
widgets that scroll, `Segments` is a row of buttons of which one is chosen.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.settings.generation_panel import GenerationPanel
    from desktop.settings.network_group import NetworkGroup
    from desktop.settings.phrases import mode_advice, mode_title
    from desktop.settings.preferences_dialog import PreferencesDialog
    from desktop.settings.presets import PresetDialog, PresetWish
    from desktop.settings.scroll_column import ScrollColumn
    from desktop.settings.segments import Segments

__all__ = [
    "GenerationPanel",
    "NetworkGroup",
    "PreferencesDialog",
    "PresetDialog",
    "PresetWish",
    "ScrollColumn",
    "Segments",
    "mode_advice",
    "mode_title",
]

__getattr__ = door(
    __name__,
    {
        "GenerationPanel": "generation_panel",
        "NetworkGroup": "network_group",
        "PreferencesDialog": "preferences_dialog",
        "PresetDialog": "presets",
        "PresetWish": "presets",
        "ScrollColumn": "scroll_column",
        "Segments": "segments",
        "mode_advice": "phrases",
        "mode_title": "phrases",
    },
)
