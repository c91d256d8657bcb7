"""Reading single answers: a list of those of a cell, and beside it the one that is chosen with its finding."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.lab.results.figures import Answer
from desktop.theme import Role, Theme, icon, plain_label, set_role, text_button, with_text
from models.texts import Phrasebook

_SIZE = QSize(820, 600)
_SMALLEST = QSize(480, 320)
_MARGIN = 24
_GAP = 12
_LIST = 190
_ROLES = {True: Role.GOOD, False: Role.DANGER, None: Role.HINT}
_ICONS = {True: ("check", "good"), False: ("close", "danger"), None: ("help", "muted")}


class AnswersDialog(QDialog):
    """Shows answers; it deletes itself when it is closed."""

    def __init__(
        self, answers: Sequence[Answer], *, title: str, say: Phrasebook, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._say = say
        self._answers = tuple(answers)
        self.setWindowTitle(title)
        self.setMinimumSize(_SMALLEST)
        self._list = QListWidget()
        self._list.setAccessibleName(title)
        self._list.setFixedWidth(with_text(_LIST, self.font()))
        self._finding = plain_label()
        self._facts = plain_label(role=Role.HINT)
        self._prompt = plain_label(role=Role.HINT)
        self._fold = text_button(say("lab.answers.thinking"), Role.LINK)
        self._fold.setCheckable(True)
        self._thinking = _reading(say("lab.answers.thinking"))
        self._text = _reading(say("lab.answers.text"))
        self._lay_out()
        for answer in self._answers:
            self._list.addItem(_item(answer, theme))
        self._list.currentRowChanged.connect(self._on_row)
        self._fold.toggled.connect(self._thinking.setVisible)
        self.finished.connect(self.deleteLater)
        self._thinking.hide()
        self._list.setCurrentRow(0)
        self._list.setFocus()

    def sizeHint(self) -> QSize:
        """Ask for room that grows with the text, if the screen has it."""
        wanted = QSize(with_text(_SIZE.width(), self.font()), with_text(_SIZE.height(), self.font()))
        return wanted.boundedTo(self.screen().availableSize())

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(_GAP // 2)
        right.addWidget(self._finding)
        right.addWidget(self._facts)
        right.addWidget(plain_label(self._say("lab.answers.prompt"), Role.HEADING))
        right.addWidget(self._prompt)
        right.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._thinking, 1)
        right.addWidget(plain_label(self._say("lab.answers.text"), Role.HEADING))
        right.addWidget(self._text, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        row.setSpacing(_MARGIN)
        row.addWidget(self._list)
        row.addLayout(right, 1)

    def _on_row(self, place: int) -> None:
        if not 0 <= place < len(self._answers):
            return
        answer = self._answers[place]
        self._finding.setText(answer.reason)
        set_role(self._finding, _ROLES[answer.passed])
        self._facts.setText(answer.facts)
        self._prompt.setText(_short(answer.prompt))
        self._text.setPlainText(answer.text)
        self._thinking.setPlainText(answer.thinking)
        self._fold.setVisible(bool(answer.thinking))
        self._thinking.setVisible(bool(answer.thinking) and self._fold.isChecked())


def _short(prompt: str) -> str:
    limit = 600
    return prompt if len(prompt) <= limit else f"{prompt[:limit]} …"


def _item(answer: Answer, theme: Theme) -> QListWidgetItem:
    name, colour = _ICONS[answer.passed]
    item = QListWidgetItem(icon(name, theme.colour(colour)), answer.title)
    item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{answer.title}: {answer.reason}")
    return item


def _reading(name: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setReadOnly(True)
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    return field
