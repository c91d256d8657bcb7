"""The list of measurements: the name of each, and below it how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.theme import SMALL, Theme
from models.texts import Phrasebook

_PADDING = 10
_ABOVE = 7
_RADIUS = 6
_RUN = Qt.ItemDataRole.UserRole
_LINE = Qt.ItemDataRole.UserRole + 1

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class RunEntry:
    """A measurement in the list; `line` says when it was begun or how far it is."""

    id: str
    name: str
    line: str


class RunList(QListWidget):
    """Shows measurements; `run_chosen` carries the id of the one the user opens.

    `rename_requested` carries one that is to have another name, `remove_requested` one to remove.
    """

    run_chosen = Signal(str)
    rename_requested = Signal(str)
    remove_requested = Signal(str)

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(say("lab.runs.name"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._delegate = _Delegate(self, theme)
        self.setItemDelegate(self._delegate)
        self.currentItemChanged.connect(self._on_current)

    def show_runs(self, runs: Sequence[RunEntry], *, current: str | None) -> None:
        """Show measurements; `current` is the one that is open."""
        with QSignalBlocker(self):
            if [self.item(row).data(_RUN) for row in range(self.count())] != [run.id for run in runs]:
                self.clear()
                for run in runs:
                    self.addItem(QListWidgetItem(run.name))
            for row, run in enumerate(runs):
                item = self.item(row)
                item.setText(run.name)
                item.setData(_RUN, run.id)
                item.setData(_LINE, run.line)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{run.name}, {run.line}")
                item.setToolTip(run.name)
            self.mark(current)

    def mark(self, run: str | None) -> None:
        """Mark the measurement that is open, None where none is."""
        with QSignalBlocker(self):
            rows = [row for row in range(self.count()) if self.item(row).data(_RUN) == run]
            if rows:
                self.setCurrentRow(rows[0])
            else:
                self.setCurrentRow(-1)
                self.clearSelection()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._delegate.theme = theme
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for another name of the one that is marked with F2, and to remove it with the Delete key."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_F2 and item is not None:
            self.rename_requested.emit(item.data(_RUN))
        elif event.key() == Qt.Key.Key_Delete and item is not None:
            self.remove_requested.emit(item.data(_RUN))
        else:
            super().keyPressEvent(event)

    def _on_current(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.run_chosen.emit(item.data(_RUN))


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: QWidget, theme: Theme) -> None:
        super().__init__(view)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        del index
        small = QFontMetrics(_small(option.font)).height()
        return QSize(0, 2 * _ABOVE + option.fontMetrics.height() + 2 + small)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("selected" if chosen else "hover"))
            painter.drawRoundedRect(option.rect, _RADIUS, _RADIUS)
        room = option.rect.adjusted(_PADDING, _ABOVE, -_PADDING, -_ABOVE)
        painter.setPen(self.theme.colour("text"))
        name = option.fontMetrics.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        small = _small(option.font)
        painter.setFont(small)
        painter.setPen(self.theme.colour("muted"))
        line = QFontMetrics(small).elidedText(str(index.data(_LINE)), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, line)
        painter.restore()


def _small(font: QFont) -> QFont:
    result = QFont(font)
    result.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
    return result
