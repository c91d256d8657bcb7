"""One mode as a button in the mode bar, tinted by its temperature on the loaded model."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop.settings import mode_advice
from desktop.theme import Theme, icon, mixed, temperature_colour, tooltip, with_text
from models.texts import Phrasebook

if TYPE_CHECKING:
    from models.sampling import Preset

CHIP_HEIGHT = 32
"""Height of a chip at text scale 1."""

_ICON = 16
_PADDING = 10
_NARROW = 7  # padding where only icons are shown
_BAR = QSize(14, 3)  # shows the temperature where there is no icon to tint
_BAR_STRENGTH = 0.8
_GAP = 6
_DOT = 6


class Density(IntEnum):
    """How much of a mode its chip shows."""

    FULL = 0  # icon and name
    NAMES = 1
    ICONS = 2  # the chosen mode keeps its name


class ModeChip(QAbstractButton):
    """Icon and name of a mode. The chosen one is filled with its temperature's colour, a dot marks it as changed."""

    def __init__(self, preset: Preset, *, key: str, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._preset = preset
        self._density = Density.FULL
        self._changed = False
        self.mode_id = preset.mode.id
        self.setCheckable(True)
        self.setText(say(preset.mode.name_text))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        advice = mode_advice(say, preset)
        self.setToolTip(tooltip(self.text(), *advice, key))
        self.setAccessibleDescription(" ".join(advice))
        self._name()

    @property
    def changed(self) -> bool:
        """Whether the settings are not as the mode set them."""
        return self._changed

    def set_changed(self, *, changed: bool) -> None:
        """Show or take away the mark of changed settings."""
        if changed != self._changed:
            self._changed = changed
            self._name()
            self.updateGeometry()
            self.update()

    def set_density(self, density: Density) -> None:
        """Show more or less of the mode."""
        if density is not self._density:
            self._density = density
            self.updateGeometry()
            self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def width_at(self, density: Density, *, chosen: bool) -> int:
        """Return the width the chip needs."""
        parts = []
        if density is not Density.NAMES:
            parts.append(_ICON)
        if density is not Density.ICONS or chosen:
            parts.append(self.fontMetrics().horizontalAdvance(self.text()))
        if self._changed:
            parts.append(_DOT)
        return 2 * _padding(density) + sum(parts) + _GAP * (len(parts) - 1)

    def sizeHint(self) -> QSize:
        """Ask for what the density needs."""
        return QSize(self.width_at(self._density, chosen=self.isChecked()), with_text(CHIP_HEIGHT, self.font()))

    def minimumSizeHint(self) -> QSize:
        """Never be narrower: the bar scrolls instead."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_body(painter)
        self._paint_content(painter)
        painter.end()

    def _name(self) -> None:
        name = self._say("modes.changed", mode=self.text()) if self._changed else self.text()
        self.setAccessibleName(name)

    def _tint(self) -> QColor:
        preset = self._preset
        return temperature_colour(
            self._theme, preset.settings.temperature, preset.caution_from, preset.breaks_down_from
        )

    def _paint_body(self, painter: QPainter) -> None:
        surface, tint = self._theme.colour("surface"), self._tint()
        if self.isChecked():
            fill, line = mixed(surface, tint, 0.18), mixed(surface, tint, 0.75)
        elif self.underMouse() or self.isDown():
            fill = line = self._theme.colour("hover")
        else:
            fill = line = QColor(Qt.GlobalColor.transparent)
        width = 1.0
        if self.hasFocus():
            line, width = self._theme.colour("accent"), 2.0
        body = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(line, width))
        painter.setBrush(fill)
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)

    def _paint_content(self, painter: QPainter) -> None:
        x, middle = _padding(self._density), self.height() // 2
        if self._density is not Density.NAMES:
            icon(self._preset.mode.icon, self._tint()).paint(painter, x, middle - _ICON // 2, _ICON, _ICON)
            x += _ICON + _GAP
        if self._density is not Density.ICONS or self.isChecked():
            painter.setPen(self._theme.colour("text" if self.isChecked() else "muted"))
            width = self.fontMetrics().horizontalAdvance(self.text())
            painter.drawText(x, 0, width, self.height(), Qt.AlignmentFlag.AlignVCenter, self.text())
            if self._density is Density.NAMES and not self.isChecked():
                bar = QRect(x + (width - _BAR.width()) // 2, self.height() - _BAR.height() - 1, *_BAR.toTuple())
                painter.fillRect(bar, mixed(self._theme.colour("surface"), self._tint(), _BAR_STRENGTH))
            x += width + _GAP
        if self._changed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawEllipse(QRectF(x, middle - _DOT / 2, _DOT, _DOT))


def _padding(density: Density) -> int:
    return _NARROW if density is Density.ICONS else _PADDING
