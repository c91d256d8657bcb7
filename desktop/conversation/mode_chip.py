"""One mode as a button in the mode bar, tinted by its temperature on the loaded model."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton

from desktop.conversation.mode_face import ModeFace
from desktop.theme import Theme, icon, mixed, tooltip, with_text
from models.texts import Phrasebook

CHIP_HEIGHT = 32
"""Height of a chip at text scale 1."""

_ICON = 16
_PADDING = 10
_TIGHT = 5  # padding of names close together; the chosen one has a frame and keeps its room
_BAR = QSize(14, 3)  # shows the temperature where there is no icon to tint
_BAR_STRENGTH = 0.8
_GAP = 6
_BETWEEN = 4  # chips
_NEAR = 2
_DOT = 6


class Density(IntEnum):
    """How much of a mode its chip shows."""

    FULL = 0  # icon and name
    NAMES = 1
    TIGHT = 2  # names close together

    @property
    def has_icons(self) -> bool:
        """Whether icons are shown."""
        return self is Density.FULL

    @property
    def gap(self) -> int:
        """The room between two chips."""
        return _NEAR if self is Density.TIGHT else _BETWEEN


class ModeChip(QAbstractButton):
    """Icon and name of a mode. The chosen one is filled with its temperature's colour, a dot marks it as changed.

    `names` are those that it may come to have: the shortest while another chip is chosen.
    """

    def __init__(self, face: ModeFace, *, say: Phrasebook, theme: Theme, names: Iterable[str] = ()) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._names = tuple(names)
        self._density = Density.FULL
        self._changed = False
        self.mode_id = face.id
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_face(face)

    def show_face(self, face: ModeFace) -> None:
        """Show a mode as it is now."""
        self._face = face
        self.setText(face.name)
        keys = QKeySequence(face.keys).toString(QKeySequence.SequenceFormat.NativeText)
        self.setToolTip(tooltip(face.name, *face.advice, keys))
        self.setAccessibleDescription(" ".join(filter(None, face.advice)))
        self._name()
        self.updateGeometry()
        self.update()

    @property
    def is_own(self) -> bool:
        """Whether it is a mode of the user's own."""
        return bool(self._face.colour)

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
        return self._width_of(self.text(), density, chosen=chosen, changed=self._changed)

    def room_at(self, density: Density) -> tuple[int, int]:
        """Return the width of the chip while it is not chosen, and by how much it may grow when it is."""
        names = self._names or (self.text(),)
        plain = min(self._width_of(name, density, chosen=False, changed=False) for name in names)
        return plain, max(self._width_of(name, density, chosen=True, changed=True) for name in names) - plain

    def _width_of(self, name: str, density: Density, *, chosen: bool, changed: bool) -> int:
        parts = [self.fontMetrics().horizontalAdvance(name)]
        if density.has_icons:
            parts.append(_ICON)
        if changed:
            parts.append(_DOT)
        return 2 * _padding(density, chosen=chosen) + sum(parts) + _GAP * (len(parts) - 1)

    def sizeHint(self) -> QSize:
        """Ask for what the density needs."""
        return QSize(self.width_at(self._density, chosen=self.isChecked()), with_text(CHIP_HEIGHT, self.font()))

    def minimumSizeHint(self) -> QSize:
        """Never be narrower: the bar has more rows instead."""
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
        return self._face.tint(self._theme)

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
        x, middle = _padding(self._density, chosen=self.isChecked()), self.height() // 2
        if self._density.has_icons:
            icon(self._face.icon, self._tint()).paint(painter, x, middle - _ICON // 2, _ICON, _ICON)
            x += _ICON + _GAP
        painter.setPen(self._theme.colour("text" if self.isChecked() else "muted"))
        width = self.fontMetrics().horizontalAdvance(self.text())
        painter.drawText(x, 0, width, self.height(), Qt.AlignmentFlag.AlignVCenter, self.text())
        if not self._density.has_icons and not self.isChecked() and self._face.coloured:
            bar = QRect(x + (width - _BAR.width()) // 2, self.height() - _BAR.height() - 1, *_BAR.toTuple())
            painter.fillRect(bar, mixed(self._theme.colour("surface"), self._tint(), _BAR_STRENGTH))
        x += width + _GAP
        if self._changed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent"))
            painter.drawEllipse(QRectF(x, middle - _DOT / 2, _DOT, _DOT))


def _padding(density: Density, *, chosen: bool) -> int:
    return _TIGHT if density is Density.TIGHT and not chosen else _PADDING
