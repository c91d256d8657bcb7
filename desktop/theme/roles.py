"""The special parts a widget can play in the style sheet."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


class Role(StrEnum):
    """A part named in `resources/themes/window.qss`."""

    WINDOW = "window"  # areas: sidebar, settings panel
    SURFACE = "surface"  # areas: the conversation
    CARD = "card"  # QFrame
    SEPARATOR = "separator"  # QFrame
    UPRIGHT = "upright"  # QFrame: a separator between what is side by side
    SEGMENTS = "segments"  # QFrame around a row of SEGMENT buttons
    TITLE = "title"  # labels
    HEADING = "heading"
    HINT = "hint"
    GOOD = "good"
    CAUTION = "caution"
    DANGER = "danger"  # a label or a button
    PRIMARY = "primary"  # buttons
    QUIET = "quiet"
    LINK = "link"
    FOLD = "fold"
    SEGMENT = "segment"
    SMALL = "small"  # a tool button without generous padding


def set_role(widget: QWidget, role: Role) -> None:
    """Give a widget its part; the style sheet is applied to it anew where the part changes."""
    if widget.property("role") == role.value:
        return
    widget.setProperty("role", role.value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)
