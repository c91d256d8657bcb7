"""Scroll areas whose viewport PySide knows."""

from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def own_viewport(area: QAbstractScrollArea) -> None:
    """Give a scroll area a viewport made here, before anything asks for the one that Qt made.

    To say what a widget made by Qt is, PySide loads all widget classes: 30 ms of the start.
    """
    area.setViewport(QWidget())
