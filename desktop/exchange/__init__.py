"""Conversations leaving and coming in, as the user sees it.

`MenuButton` offers what can be done with the conversation on screen. `ExportDialog` asks for a `Target`, with an
`ExportWish` as the answer; `TaskDialog` shows how far a file is, and what came of it.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.exchange.export_dialog import ExportDialog
    from desktop.exchange.menu_button import MenuButton
    from desktop.exchange.task_dialog import TaskDialog
    from desktop.exchange.wish import ExportWish, Target

__all__ = ["ExportDialog", "ExportWish", "MenuButton", "Target", "TaskDialog"]

__getattr__ = door(
    __name__,
    {
        "ExportDialog": "export_dialog",
        "ExportWish": "wish",
        "MenuButton": "menu_button",
        "Target": "wish",
        "TaskDialog": "task_dialog",
    },
)
