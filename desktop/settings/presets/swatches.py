"""A row of colours of which one is chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from desktop.theme import Theme, visible
from models.texts import Phrasebook

_SIZE = 26
_DISC = 16


class Swatches(QWidget):
    """Shows colours, each "#rrggbb"; `chosen` carries the one the user picks. Tab reaches it, the arrows go on."""

    chosen = Signal(str)

    def __init__(self, colours: Sequence[str], *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(say("preset.colour"))
        self._buttons = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for number, colour in enumerate(colours, 1):
            button = _Swatch(colour, theme)
            button.setAccessibleName(say("preset.colour.number", number=number))
            self._buttons.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._buttons.buttonClicked.connect(lambda button: self.chosen.emit(button.colour))

    def current(self) -> str:
        """Return the chosen colour."""
        button = self._buttons.checkedButton()
        if not isinstance(button, _Swatch):
            raise TypeError(button)
        return button.colour

    def show_value(self, colour: str) -> None:
        """Show a colour as chosen, without telling; one that is not offered takes the last one's place."""
        swatches = [button for button in self._buttons.buttons() if isinstance(button, _Swatch)]
        found = next((one for one in swatches if one.colour == colour), swatches[-1])
        found.colour = colour
        found.setChecked(True)
        found.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for button in self._buttons.buttons():
            if isinstance(button, _Swatch):
                button.theme = theme
                button.update()


class _Swatch(QAbstractButton):
    def __init__(self, colour: str, theme: Theme) -> None:
        super().__init__()
        self.colour = colour
        self.theme = theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(_SIZE, _SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = visible(QColor(self.colour), self.theme)
        middle = QRectF(self.rect()).center()
        disc = QRectF(0, 0, _DISC, _DISC)
        disc.moveCenter(middle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(disc)
        if self.isChecked() or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.theme.colour("accent") if self.hasFocus() else colour, 2))
            painter.drawEllipse(disc.adjusted(-4, -4, 4, 4))
        painter.end()
