"""A bar of memory: what takes how much of it, stacked, against all there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.library.amounts import memory_text
from desktop.theme import Theme, mixed, with_text
from models.texts import Phrasebook

_HEIGHT = 22
_OVER = 3  # the mark of what there is stands out by this much
_MARK = 2.0
_RADIUS = 6.0
_LEAST_WIDTH = 200


class Share(Enum):
    """What takes memory; the value is the part of the surface's colour in its own."""

    WEIGHTS = 0.0
    KV = 0.3
    COMPUTE = 0.5
    OVERHEAD = 0.66
    MARGIN = 0.4  # hatched: it stays free


@dataclass(frozen=True)
class Segment:
    """One part of the bar, in bytes."""

    share: Share
    bytes: int


def share_brush(theme: Theme, share: Share) -> QBrush:
    """Return how a part is painted: in shades of the accent, for colours of their own mean temperature."""
    colour = mixed(theme.colour("accent"), theme.colour("surface"), share.value)
    return QBrush(colour, Qt.BrushStyle.BDiagPattern if share is Share.MARGIN else Qt.BrushStyle.SolidPattern)


class MemoryBar(QWidget):
    """Shows segments one after the other; what goes beyond `total` is hatched in the colour of danger."""

    def __init__(self, *, name: str, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._segments: tuple[Segment, ...] = ()
        self._total = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_segments(self, segments: Sequence[Segment], *, total: int) -> None:
        """Show what takes how much of `total` bytes."""
        self._segments = tuple(segment for segment in segments if segment.bytes > 0)
        self._total = total
        words = (
            f"{self._say(f'pages.memory.{one.share.name.lower()}')} {memory_text(one.bytes)}" for one in self._segments
        )
        self.setAccessibleDescription(", ".join((*words, self._say("pages.memory.of", total=memory_text(total)))))
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a bar as high as the text is large."""
        return QSize(2 * _LEAST_WIDTH, with_text(_HEIGHT, self.font()) + 2 * _OVER)

    def minimumSizeHint(self) -> QSize:
        """Be wide enough that the parts can be told apart."""
        return QSize(_LEAST_WIDTH, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, segments, what is too much, and the mark of what there is."""
        del event
        needed = sum(segment.bytes for segment in self._segments)
        scale = self.width() / max(self._total, needed, 1)
        room = QRectF(self.rect()).adjusted(0, _OVER, 0, -_OVER)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        shape = QPainterPath()
        shape.addRoundedRect(room, _RADIUS, _RADIUS)
        painter.setClipPath(shape)
        painter.fillRect(room, self._theme.colour("hover"))
        left = 0.0
        for segment in self._segments:
            width = segment.bytes * scale
            painter.fillRect(QRectF(left, room.top(), width, room.height()), share_brush(self._theme, segment.share))
            left += width
            painter.fillRect(QRectF(left - 1, room.top(), 1, room.height()), self._theme.colour("surface"))
        if needed > self._total:
            self._paint_excess(painter, QRectF(self._total * scale, room.top(), room.width(), room.height()))
        painter.setClipping(False)
        if needed > self._total > 0:
            mark = QRectF(self._total * scale - _MARK / 2, 0, _MARK, self.height())
            painter.fillRect(mark, self._theme.colour("text"))
        painter.end()

    def _paint_excess(self, painter: QPainter, room: QRectF) -> None:
        colour = self._theme.colour("danger")
        painter.fillRect(room, mixed(self._theme.colour("surface"), colour, 0.25))
        painter.fillRect(room, QBrush(colour, Qt.BrushStyle.BDiagPattern))
