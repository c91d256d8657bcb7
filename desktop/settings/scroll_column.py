"""A column of widgets that scrolls, whose right edge stays where it is when the scroll bar appears."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class _Content(QWidget):
    """Widgets at their full height, for texts that wrap the one that belongs to their width.

    A scroll area asks for the least height only: the column would be squeezed before it is scrolled.
    """

    def minimumSizeHint(self) -> QSize:
        least, full = super().minimumSizeHint(), self.sizeHint()
        height = self.heightForWidth(self.width()) if self.hasHeightForWidth() else full.height()
        return QSize(least.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class ScrollColumn(QScrollArea):
    """Stacks widgets from the top, `spacing` apart, with `margin` at the sides; the scroll bar lies in the margin."""

    def __init__(self, *widgets: QWidget, spacing: int, margin: int) -> None:
        super().__init__()
        self._margin = margin
        self._content = _Content()
        self._column = QVBoxLayout(self._content)
        self._column.setSpacing(spacing)
        for widget in widgets:
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(self._content)
        self._content.setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._on_range_changed)
        self._on_range_changed(0, 0)

    def height_of_content(self, width: int) -> int:
        """Return the height at which nothing needs to scroll, in a column `width` wide."""
        taken = self._margin - self._column.contentsMargins().right()  # by the scroll bar, if it is there now
        return self._column.totalHeightForWidth(width - taken)

    def minimumSizeHint(self) -> QSize:
        """Be wide enough for what is in the column, and as low as may be."""
        content = self._content.minimumSizeHint().width()
        return QSize(content, super().minimumSizeHint().height())

    def _on_range_changed(self, _low: int, high: int) -> None:
        bar = self.verticalScrollBar()
        bar.ensurePolished()
        taken = bar.sizeHint().width() if high > 0 else 0
        self._column.setContentsMargins(self._margin, self._margin, max(self._margin - taken, 0), self._margin)
