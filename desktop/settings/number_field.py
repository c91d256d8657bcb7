"""A field for one declared number: refuses what is wrong as it is typed and never loses what is right."""

from PySide6.QtCore import QLocale, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSizePolicy

from desktop.theme import with_text
from models.settings import Declaration, Kind

FIELD_WIDTH = 106
"""Width of every field of the panel at text scale 1, so that they stand in one column."""

_TEXT_MARGIN = 6
_DECIMALS = 4
_SHOWN_DECIMALS = 2
_MANY = 1000  # from here on the arrows step by the size of the number, not by one


class NumberField(QDoubleSpinBox):
    """Shows and edits one number, or None ("automatic") where the declaration is optional.

    `edited` carries each new value that the user makes, by key, wheel or arrow: a float, an int, or None. The field
    counts in doubles, so that seeds of 32 bits fit. Emptying an optional field means None.
    """

    edited = Signal(object)

    def __init__(self, declaration: Declaration, *, automatic: str) -> None:
        super().__init__()
        self._declaration = declaration
        self.setLocale(QLocale.c())  # 0.6 in every country, as in every text about temperatures
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel over a field must not take the focus
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setDecimals(_DECIMALS if declaration.kind is Kind.NUMBER else 0)
        self.setSingleStep(declaration.step)
        if declaration.kind is Kind.WHOLE and declaration.high > _MANY:
            self.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self._highest = declaration.high
        self.setRange(self._lowest(), self._highest)
        if declaration.optional:
            self.setSpecialValueText(automatic)
        self.lineEdit().setTextMargins(_TEXT_MARGIN, 0, 0, 0)
        self.show_value(declaration.default)
        self.valueChanged.connect(self._on_value_changed)
        self.lineEdit().textEdited.connect(self._on_text_edited)

    def current(self) -> float | int | None:
        """Return the value, also of a text that is still being typed."""
        value = self.value()
        if self._declaration.optional and value < self._declaration.low:
            return None
        return value if self._declaration.kind is Kind.NUMBER else int(value)

    def show_value(self, value: object) -> None:
        """Show a value without telling; a text being typed that already means it stays as it is.

        Raises TypeError for something that is neither a number nor None.
        """
        if value is None:
            wanted = self._lowest()
        elif isinstance(value, int | float):
            wanted = float(value)
        else:
            raise TypeError(value)
        if wanted == self.value():
            return
        with QSignalBlocker(self):
            self.setMaximum(max(self._highest, wanted))
            self.setValue(wanted)

    def set_highest(self, high: float) -> None:
        """Limit what may be typed, within what the declaration allows; the value shown stays allowed."""
        self._highest = min(high, self._declaration.high)
        self.setMaximum(max(self._highest, self.value()))

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept a decimal comma and a field that is empty for a moment; refuse what no number of the range has."""
        if self._declaration.optional and not text.strip():
            return QValidator.State.Intermediate, text, position
        signed, whole = self._declaration.low < 0, self._declaration.kind is Kind.WHOLE
        if ("-" in text and not signed) or (whole and {".", ","} & set(text)):
            return QValidator.State.Invalid, text, position
        return super().validate(text.replace(",", "."), position)

    def textFromValue(self, value: float) -> str:
        """Write two decimals, more only where the number has them."""
        whole, point, decimals = super().textFromValue(value).partition(".")
        return whole + point + decimals.rstrip("0").ljust(_SHOWN_DECIMALS, "0") if point else whole

    def sizeHint(self) -> QSize:
        """Ask for the width that all fields have."""
        return QSize(with_text(FIELD_WIDTH, self.font()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never be narrower."""
        return self.sizeHint()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Count by the wheel only with the focus: scrolling the panel must not change what it passes over."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _lowest(self) -> float:
        step_below = 1.0 if self._declaration.kind is Kind.WHOLE else self._declaration.step
        return self._declaration.low - step_below if self._declaration.optional else self._declaration.low

    def _on_value_changed(self, _value: float) -> None:
        self.edited.emit(self.current())

    def _on_text_edited(self, text: str) -> None:
        if self._declaration.optional and not text.strip():
            self.setValue(self._lowest())
            self.selectAll()  # so that the next digit replaces the word
