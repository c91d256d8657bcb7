"""The pill that says in words how well a model fits this machine."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.library.fit import Fit, fit_words
from desktop.theme import SMALL, Theme, mixed
from models.runtime import Grade
from models.texts import Phrasebook

_COLOURS = {Grade.FITS: "good", Grade.PARTLY: "caution", Grade.CPU: "muted", Grade.TOO_LARGE: "danger"}
_SIDE = 10
_ABOVE = 3
_TINT = 0.12


class GradePill(QLabel):
    """Shows a `Fit`; it is not there while none is known."""

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._fit: Fit | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def fit(self) -> Fit | None:
        """What is shown."""
        return self._fit

    def show_fit(self, fit: Fit | None) -> None:
        """Show how well it fits, None where that is not known."""
        self._fit = fit
        self.setText(fit_words(fit, self._say) if fit is not None else "")
        self.setVisible(fit is not None)
        self.updateGeometry()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room for the words."""
        metrics = QFontMetrics(self._small_font())
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * _SIDE + 1, metrics.height() + 2 * _ABOVE)

    def minimumSizeHint(self) -> QSize:
        """Never be narrower: half a grade says something else."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words on their colour."""
        del event
        if self._fit is None:
            return
        colour = self._theme.colour(_COLOURS[self._fit.grade])
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self._theme.colour("surface"), colour, _TINT))
        room = QRectF(self.rect())
        painter.drawRoundedRect(room, room.height() / 2, room.height() / 2)
        painter.setPen(colour)
        painter.setFont(self._small_font())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()

    def _small_font(self) -> QFont:
        parent = self.parentWidget()
        font = QFont(parent.font() if parent is not None else self.font())
        font.setPixelSize(round(QFontInfo(font).pixelSize() * SMALL))
        return font
