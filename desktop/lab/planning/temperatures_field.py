"""The field for the temperatures of a measurement: typed as figures, shown as coloured pills."""

import re

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import Role, Theme, mixed, plain_label, temperature_colour, with_text
from models.texts import Phrasebook, figure

HIGHEST = 2.0
MOST = 20
"""How many temperatures a measurement can have."""
_BETWEEN = re.compile(r"[\s,;，；、]+")
_GAP = 6
_PILL = 22
_SIDE = 8
_TINT = 0.25
_HUNDREDTH = 2  # decimals


def read_temperatures(text: str) -> tuple[float, ...] | None:
    """Return the temperatures in a text, rising, each once; None where something in it is none, or there are many."""
    try:
        found = {round(float(word), _HUNDREDTH) for word in _BETWEEN.split(text.strip()) if word}
    except ValueError:
        return None
    if len(found) > MOST or not all(0.0 <= one <= HIGHEST for one in found):
        return None
    return tuple(sorted(found))


class TemperaturesField(QWidget):
    """Edits the temperatures; `edited` tells of each change. What cannot be read counts as no temperatures."""

    edited = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._edit = QLineEdit()
        self._edit.setAccessibleName(say("lab.form.temperatures"))
        self._edit.setAccessibleDescription(say("lab.form.temperatures.help"))
        self._pills = _Pills(theme)
        self._fault = plain_label(say("lab.form.temperatures.fault", highest=figure(HIGHEST), most=MOST), Role.DANGER)
        self._fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._edit)
        column.addWidget(self._pills)
        column.addWidget(self._fault)
        self.setFocusProxy(self._edit)
        self._edit.textChanged.connect(self._on_text_changed)

    def current(self) -> tuple[float, ...]:
        """Return the temperatures."""
        return read_temperatures(self._edit.text()) or ()

    def show_value(self, temperatures: tuple[float, ...]) -> None:
        """Show temperatures."""
        self._edit.setText(", ".join(map(figure, temperatures)))

    def show_limits(self, *, caution_from: float, breaks_down_from: float) -> None:
        """Colour the temperatures as a model needs it."""
        self._pills.limits = caution_from, breaks_down_from
        self._pills.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._pills.theme = theme
        self._pills.update()

    def _on_text_changed(self, text: str) -> None:
        found = read_temperatures(text)
        self._fault.setVisible(found is None)
        self._pills.setVisible(bool(found))
        self._pills.show_value(found or ())
        self.edited.emit()


class _Pills(QWidget):
    """Temperatures in their colours, in as many lines as they need."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.limits = (1.0, 1.3)
        self._temperatures: tuple[float, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_value(self, temperatures: tuple[float, ...]) -> None:
        self._temperatures = temperatures
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        places = self._places(width)
        return round(places[-1].bottom()) if places else with_text(_PILL, self.font())

    def sizeHint(self) -> QSize:
        return QSize(with_text(200, self.font()), self.heightForWidth(max(self.width(), 1)))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for temperature, place in zip(self._temperatures, self._places(self.width()), strict=True):
            colour = temperature_colour(self.theme, temperature, *self.limits)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(mixed(self.theme.colour("surface"), colour, _TINT))
            painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
            painter.setPen(self.theme.colour("text"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, figure(temperature))
        painter.end()

    def _places(self, width: int) -> list[QRectF]:
        metrics, height = QFontMetricsF(self.font()), with_text(_PILL, self.font())
        places: list[QRectF] = []
        x = y = 0.0
        for temperature in self._temperatures:
            wide = metrics.horizontalAdvance(figure(temperature)) + 2 * _SIDE
            if x and x + wide > width:
                x, y = 0.0, y + height + _GAP
            places.append(QRectF(x, y, wide, height))
            x += wide + _GAP
        return places
