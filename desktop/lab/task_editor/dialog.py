"""The editor for a task of the user's own: what is asked, and how the answers are checked."""

from collections.abc import Sequence
from enum import Enum

import msgspec
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.lab.planning import ModeChoice
from desktop.lab.task_editor.check_forms import (
    CheckForm,
    FixedForm,
    LengthForm,
    NumberForm,
    PythonForm,
    TextForm,
)
from desktop.settings import ScrollColumn
from desktop.theme import Role, plain_label, set_role, with_text, without_icon
from models.lab import Agreement, Check, Exact, JsonSchema, Judge, Number, Pattern, PythonTests, Task
from models.texts import LANGUAGES, Phrasebook

_SIZE = QSize(600, 640)
_MARGIN = 24
_GAP = 12
_PROMPT = 120


class Kind(Enum):
    """The kinds of check that can be put together here; the value is the end of the text's id."""

    EXACT = "exact"
    NUMBER = "number"
    PATTERN = "pattern"
    JSON_SCHEMA = "json_schema"
    PYTHON_TESTS = "python_tests"
    JUDGE = "judge"
    AGREEMENT = "agreement"
    OTHER = "other"


_KINDS: dict[type, Kind] = {
    Exact: Kind.EXACT,
    Number: Kind.NUMBER,
    Pattern: Kind.PATTERN,
    JsonSchema: Kind.JSON_SCHEMA,
    PythonTests: Kind.PYTHON_TESTS,
    Judge: Kind.JUDGE,
    Agreement: Kind.AGREEMENT,
}


class TaskDialog(QDialog):
    """Edits a task: call `open()`; `task_chosen` carries it. Whoever keeps it closes the dialog with `accept()`.

    `show_problem` says why it was not kept. It deletes itself.
    """

    task_chosen = Signal(object)  # Task

    def __init__(
        self, task: Task, *, modes: Sequence[ModeChoice], say: Phrasebook, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._task = task
        self.setWindowTitle(say("lab.task.title"))
        self._name = QLineEdit(task.name)
        self._prompt = QPlainTextEdit(task.prompt)
        self._prompt.setTabChangesFocus(True)
        self._prompt.setMinimumHeight(with_text(_PROMPT, self.font()))
        self._language = QComboBox()
        for language in LANGUAGES:
            self._language.addItem(say(f"choice.language.{language}"), language)
        self._mode = QComboBox()
        for mode in modes:
            self._mode.addItem(mode.name, mode.id)
        self._kind = QComboBox()
        self._forms = QStackedWidget()
        self._problem = plain_label(role=Role.DANGER)
        self._buttons = QDialogButtonBox()
        self._keep = self._buttons.addButton(say("lab.task.keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        cancel = self._buttons.addButton(say("lab.task.cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        set_role(self._keep, Role.PRIMARY)
        for button in (self._keep, cancel):
            without_icon(button)
        self._add_forms(task.check)
        self._lay_out()
        self._connect()
        self._look()

    def task(self) -> Task | None:
        """Return the task as it is put together, None where something is missing."""
        form: CheckForm = self._forms.currentWidget()  # type: ignore[assignment]
        check, prompt, name = form.check(), self._prompt.toPlainText().strip(), self._name.text().strip()
        if check is None or not prompt or not name:
            return None
        return msgspec.structs.replace(
            self._task,
            name=name,
            prompt=prompt,
            check=check,
            language=self._language.currentData(),
            mode=self._mode.currentData(),
        )

    def show_problem(self, sentence: str) -> None:
        """Say why the task cannot be kept."""
        self._problem.setText(sentence)
        self._problem.show()

    def sizeHint(self) -> QSize:
        """Ask for room that grows with the text, if the screen has it."""
        wanted = QSize(with_text(_SIZE.width(), self.font()), with_text(_SIZE.height(), self.font()))
        return wanted.boundedTo(self.screen().availableSize())

    def _add_forms(self, check: Check) -> None:
        say = self._say
        forms: dict[Kind, QWidget] = {
            Kind.EXACT: TextForm(kind=Exact, say=say, code=False),
            Kind.NUMBER: NumberForm(say=say),
            Kind.PATTERN: TextForm(kind=Pattern, say=say, code=True),
            Kind.JSON_SCHEMA: TextForm(kind=JsonSchema, say=say, code=True),
            Kind.PYTHON_TESTS: PythonForm(say=say),
            Kind.JUDGE: TextForm(kind=Judge, say=say, code=False),
            Kind.AGREEMENT: LengthForm(say=say),
        }
        current = _KINDS.get(type(check), Kind.OTHER)
        if current is Kind.OTHER:
            forms[Kind.OTHER] = FixedForm(say=say)
        for kind, form in forms.items():
            self._kind.addItem(say(f"lab.check.{kind.value}"), kind)
            self._forms.addWidget(form)
            form.edited.connect(self._look)  # type: ignore[attr-defined]
        shown: CheckForm = forms[current]  # type: ignore[assignment]
        shown.show_check(check)
        place = list(forms).index(current)
        self._kind.setCurrentIndex(place)
        self._forms.setCurrentIndex(place)

    def _lay_out(self) -> None:
        say = self._say
        content = QWidget()
        form = QFormLayout(content)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(_GAP)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("lab.task.name", self._name),
            ("lab.task.prompt", self._prompt),
            ("lab.task.language", self._language),
            ("lab.task.mode", self._mode),
            ("lab.task.check", self._kind),
        )
        for text, field in fields:
            label = plain_label(say(text), Role.HEADING, wraps=False)
            label.setBuddy(field)
            field.setAccessibleName(say(text))
            form.addRow(label, field)
        form.addRow(self._forms)
        self._problem.hide()
        self._keep.setDefault(True)
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, _MARGIN - _GAP)
        foot.setSpacing(_GAP)
        foot.addWidget(self._problem)
        foot.addWidget(self._buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ScrollColumn(content, spacing=_GAP, margin=_MARGIN), 1)
        column.addLayout(foot)
        self._language.setCurrentIndex(max(self._language.findData(self._task.language), 0))
        self._mode.setCurrentIndex(max(self._mode.findData(self._task.mode), 0))

    def _connect(self) -> None:
        self._name.textChanged.connect(self._look)
        self._prompt.textChanged.connect(self._look)
        self._kind.currentIndexChanged.connect(self._on_kind)
        self._buttons.accepted.connect(self._on_keep)
        self._buttons.rejected.connect(self.reject)
        self.finished.connect(self.deleteLater)

    def _look(self) -> None:
        self._keep.setEnabled(self.task() is not None)
        self._problem.hide()

    def _on_kind(self, place: int) -> None:
        self._forms.setCurrentIndex(place)
        self._look()

    def _on_keep(self) -> None:
        if (task := self.task()) is not None:
            self.task_chosen.emit(task)
