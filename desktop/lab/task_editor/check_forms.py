"""The fields of each kind of check: shown from a check, read back into one."""

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDoubleSpinBox, QFormLayout, QLineEdit, QPlainTextEdit, QSpinBox, QVBoxLayout, QWidget

from desktop.theme import Role, code_font, plain_label, with_text
from models.lab import (
    Agreement,
    Case,
    Check,
    Exact,
    JsonSchema,
    Judge,
    Number,
    Pattern,
    PythonTests,
)
from models.texts import Phrasebook

_GAP = 8
_LINES = 110
_HUGE = 1e12
_DECIMALS = 6
_ARROW = "->"
_MOST_CHARACTERS = 100_000


class CheckForm(Protocol):
    """The fields of one kind of check."""

    def show_check(self, check: Check) -> None:
        """Show a check of this kind."""

    def check(self) -> Check | None:
        """Return the check, None where something is missing."""


class TextForm(QWidget):
    """One text: the answers, a regular expression, a schema, a rubric."""

    edited = Signal()

    def __init__(self, *, kind: type[Exact | Pattern | JsonSchema | Judge], say: Phrasebook, code: bool) -> None:
        super().__init__()
        self._kind = kind
        name = say(f"lab.check.{kind.__struct_config__.tag}.field")
        self._edit = _lines(name, code=code)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP // 2)
        column.addWidget(plain_label(name, Role.HINT))
        column.addWidget(self._edit)
        self._edit.textChanged.connect(self.edited)

    def show_check(self, check: Check) -> None:
        """Show a check of this kind."""
        match check:
            case Exact():
                text = "\n".join(check.answers)
            case Pattern():
                text = check.expression
            case JsonSchema():
                text = check.schema
            case Judge():
                text = check.rubric
            case _:
                text = ""
        self._edit.setPlainText(text)

    def check(self) -> Check | None:
        """Return the check, None where something is missing; every JSON document obeys no schema at all."""
        text = self._edit.toPlainText().strip()
        if self._kind is JsonSchema:
            return JsonSchema(schema=text)
        if not text:
            return None
        if self._kind is Exact:
            return Exact(answers=tuple(line.strip() for line in text.splitlines() if line.strip()))
        return Pattern(expression=text) if self._kind is Pattern else Judge(rubric=text)


class NumberForm(QWidget):
    """A number and its tolerance."""

    edited = Signal()

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._value = _decimal(say("lab.check.number.value"), -_HUGE)
        self._tolerance = _decimal(say("lab.check.number.tolerance"), 0.0)
        self._tolerance.setValue(0.01)
        form = _form(self)
        for field in (self._value, self._tolerance):
            form.addRow(plain_label(field.accessibleName(), wraps=False), field)
            field.valueChanged.connect(self.edited)

    def show_check(self, check: Check) -> None:
        """Show a check of this kind."""
        if isinstance(check, Number):
            self._value.setValue(check.value)
            self._tolerance.setValue(check.tolerance)

    def check(self) -> Check | None:
        """Return the check."""
        return Number(value=self._value.value(), tolerance=self._tolerance.value())


class LengthForm(QWidget):
    """How long a free answer is to be."""

    edited = Signal()

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._least = _whole(say("lab.check.agreement.least"), Agreement().least)
        self._most = _whole(say("lab.check.agreement.most"), Agreement().most)
        form = _form(self)
        for field in (self._least, self._most):
            form.addRow(plain_label(field.accessibleName(), wraps=False), field)
            field.valueChanged.connect(self.edited)

    def show_check(self, check: Check) -> None:
        """Show a check of this kind."""
        if isinstance(check, Agreement):
            self._least.setValue(check.least)
            self._most.setValue(check.most)

    def check(self) -> Check | None:
        """Return the check, None where no answer could be so long."""
        least, most = self._least.value(), self._most.value()
        return Agreement(least=least, most=most) if least <= most else None


class PythonForm(QWidget):
    """A function's name and what it returns: a call in each line, as `arguments -> expected`; and more assertions."""

    edited = Signal()

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._function = QLineEdit()
        self._function.setAccessibleName(say("lab.check.python_tests.function"))
        self._cases = _lines(say("lab.check.python_tests.cases"), code=True)
        self._cases.setPlaceholderText("121 -> True\n-121 -> False")
        self._code = _lines(say("lab.check.python_tests.code"), code=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP // 2)
        for field in (self._function, self._cases, self._code):
            column.addWidget(plain_label(field.accessibleName(), Role.HINT))
            column.addWidget(field)
            field.textChanged.connect(self.edited)

    def show_check(self, check: Check) -> None:
        """Show a check of this kind."""
        if isinstance(check, PythonTests):
            self._function.setText(check.function)
            lines = (f"{case.arguments} {_ARROW} {case.expected}" for case in check.cases)
            self._cases.setPlainText("\n".join(lines))
            self._code.setPlainText(check.code)

    def check(self) -> Check | None:
        """Return the check, None where a line is no call or nothing is tested."""
        function, code = self._function.text().strip(), self._code.toPlainText().strip()
        lines = [line for line in self._cases.toPlainText().splitlines() if line.strip()]
        if not function.isidentifier() or not (lines or code) or any(_ARROW not in line for line in lines):
            return None
        parts = [line.rpartition(_ARROW) for line in lines]
        cases = tuple(Case(arguments=before.strip(), expected=after.strip()) for before, _, after in parts)
        return PythonTests(function=function, cases=cases, code=code)


class FixedForm(QWidget):
    """A check that is written in the task's file: it is kept as it is."""

    edited = Signal()

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._check: Check | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plain_label(say("lab.check.other.help"), Role.HINT))

    def show_check(self, check: Check) -> None:
        """Show a check of any kind."""
        self._check = check

    def check(self) -> Check | None:
        """Return the check as it was."""
        return self._check


def _lines(name: str, *, code: bool) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setMinimumHeight(with_text(_LINES // 2, field.font()))
    field.setMaximumHeight(with_text(_LINES, field.font()))
    if code:
        font = code_font()
        font.setPixelSize(max(field.fontInfo().pixelSize(), 9))
        field.setFont(font)
    return field


def _decimal(name: str, least: float) -> QDoubleSpinBox:
    field = QDoubleSpinBox()
    field.setAccessibleName(name)
    field.setDecimals(_DECIMALS)
    field.setRange(least, _HUGE)
    return field


def _whole(name: str, value: int) -> QSpinBox:
    field = QSpinBox()
    field.setAccessibleName(name)
    field.setRange(0, _MOST_CHARACTERS)
    field.setValue(value)
    return field


def _form(owner: QWidget) -> QFormLayout:
    form = QFormLayout(owner)
    form.setContentsMargins(0, 0, 0, 0)
    form.setVerticalSpacing(_GAP)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
    return form
