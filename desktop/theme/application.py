"""Dressing the whole program in a theme."""

from PySide6.QtWidgets import QApplication

from desktop.theme.colours import Theme
from desktop.theme.fonts import interface_font
from desktop.theme.palette import palette
from desktop.theme.stylesheet import stylesheet


def dress(application: QApplication, theme: Theme, *, font_scale: float = 1.0) -> None:
    """Set style, font, palette and style sheet of every widget, present and future."""
    if not application.styleSheet():  # once: a new style would lay out every widget anew
        application.setStyle("Fusion")
    application.setFont(interface_font(font_scale))
    application.setPalette(palette(theme))
    application.setStyleSheet(stylesheet(theme, font_scale))
