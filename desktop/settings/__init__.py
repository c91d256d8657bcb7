"""What the user sets: the panel beside a conversation, and the preferences of the window.

`GenerationPanel` shows and edits how the next answer is generated; `PreferencesDialog` is about the window itself;
`mode_advice` says in words what a mode sets and how well that is known. `ScrollColumn` stacks widgets that scroll.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.settings.generation_panel import GenerationPanel
    from desktop.settings.phrases import mode_advice
    from desktop.settings.preferences_dialog import PreferencesDialog
    from desktop.settings.scroll_column import ScrollColumn

__all__ = ["GenerationPanel", "PreferencesDialog", "ScrollColumn", "mode_advice"]

__getattr__ = door(
    __name__,
    {
        "GenerationPanel": "generation_panel",
        "PreferencesDialog": "preferences_dialog",
        "ScrollColumn": "scroll_column",
        "mode_advice": "phrases",
    },
)
