"""What the parts of a memory bar mean, with their figures."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.library.amounts import memory_text
from desktop.library.fitting.memory_bar import Segment, Share, share_brush
from desktop.theme import Role, Theme, plain_label
from models.texts import Phrasebook

_COLUMNS = 3
_GAP = 8
_SWATCH = 12


class _Swatch(QWidget):
    """A spot of the colour of a part."""

    def __init__(self, share: Share, *, theme: Theme) -> None:
        super().__init__()
        self._share = share
        self._theme = theme
        self.setFixedSize(QSize(_SWATCH, _SWATCH))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the spot, with an edge that is seen where the colour is pale."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("border"))
        painter.setBrush(share_brush(self._theme, self._share))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.end()


class MemoryLegend(QWidget):
    """Names every `Share` with its bytes."""

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._swatches = {share: _Swatch(share, theme=theme) for share in Share}
        self._texts = {share: plain_label(role=Role.HINT, wraps=False) for share in Share}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(_GAP)
        grid.setVerticalSpacing(_GAP // 2)
        for number, share in enumerate(Share):
            row, column = divmod(number, _COLUMNS)
            grid.addWidget(self._swatches[share], row, 2 * column, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(self._texts[share], row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)
            self._texts[share].setToolTip(say(f"pages.memory.{share.name.lower()}.help"))

    def show_segments(self, segments: Sequence[Segment]) -> None:
        """Show the figures."""
        for segment in segments:
            name = self._say(f"pages.memory.{segment.share.name.lower()}")
            self._texts[segment.share].setText(f"{name} {memory_text(segment.bytes)}")

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for swatch in self._swatches.values():
            swatch.apply_theme(theme)
