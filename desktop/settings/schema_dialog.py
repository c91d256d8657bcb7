"""The editor for the JSON schema that answers shall obey: it says what is wrong with one as it is typed."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.settings.schema_check import SchemaCheck
from desktop.theme import Role, code_font, set_role, with_text, without_icon
from models.errors import Text
from models.texts import Phrasebook

_WIDTH, _HEIGHT = 560, 460
_MARGIN = 24
_GAP = 12
_PAUSE_MS = 250
_EXAMPLE = """{
  "type": "object",
  "properties": {
    "name": { "type": "string" },
    "age": { "type": "integer", "minimum": 0 }
  },
  "required": ["name", "age"]
}"""


class SchemaDialog(QDialog):
    """Edits a schema: call `open()`; `schema_chosen` carries one that can be used. It deletes itself."""

    schema_chosen = Signal(str)
    given_up = Signal(str)  # the text as it was left

    def __init__(self, text: str, *, say: Phrasebook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._good: str | None = None
        self._refused = False  # a file, since the text was changed last
        self._check = SchemaCheck()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._edit = QPlainTextEdit()
        self._edit.setAccessibleName(say("schema_dialog.text"))
        self._edit.setPlaceholderText(_EXAMPLE)
        self._edit.setTabChangesFocus(True)
        self._word = QLabel()
        self._word.setWordWrap(True)
        self._buttons = QDialogButtonBox()
        self._use = self._button("schema_dialog.use", QDialogButtonBox.ButtonRole.AcceptRole)
        self._cancel = self._button("schema_dialog.cancel", QDialogButtonBox.ButtonRole.RejectRole)
        self._load = self._button("schema_dialog.load", QDialogButtonBox.ButtonRole.ResetRole)
        self.setWindowTitle(say("schema_dialog.title"))
        self._lay_out()
        self._connect()
        self._edit.setPlainText(text)
        self._look()

    def _button(self, text_id: str, role: QDialogButtonBox.ButtonRole) -> QPushButton:
        return without_icon(self._buttons.addButton(self._say(text_id), role))

    def _lay_out(self) -> None:
        font = code_font()
        font.setPixelSize(QFontInfo(self.font()).pixelSize())
        self._edit.setFont(font)
        self._word.setMinimumHeight(2 * self.fontMetrics().lineSpacing())  # so that nothing jumps while one types
        self._use.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN - _GAP // 2)
        column.setSpacing(_GAP)
        note = QLabel(self._say("schema_dialog.note"))
        note.setWordWrap(True)
        column.addWidget(note)
        column.addWidget(self._edit, 1)
        column.addWidget(self._word)
        column.addWidget(self._buttons)
        self.resize(with_text(_WIDTH, self.font()), with_text(_HEIGHT, self.font()))
        self._edit.setFocus()

    def _connect(self) -> None:
        self._edit.textChanged.connect(self._on_text_changed)
        self._pause.timeout.connect(self._look)
        self._check.checked.connect(self._on_checked)
        self._check.file_read.connect(self._on_file_read)
        self._check.file_refused.connect(self._on_file_refused)
        self._buttons.accepted.connect(self._on_use)
        self._buttons.rejected.connect(self.reject)
        self.rejected.connect(self._on_rejected)
        self._load.clicked.connect(self._on_load)
        self.finished.connect(self._on_finished)

    def _look(self) -> None:
        """Have the text looked at; there is nothing to say about an empty one."""
        self._pause.stop()
        text = self._edit.toPlainText()
        if text.strip():
            self._check.check(text)
        elif not self._refused:
            self._show_word("", Role.HINT)

    def _show_word(self, word: str, role: Role) -> None:
        set_role(self._word, role)
        self._word.setText(word)
        self._use.setEnabled(self._good is not None)

    def _on_text_changed(self) -> None:
        self._good = None
        self._refused = False
        self._use.setEnabled(False)
        self._pause.start()

    def _on_checked(self, text: str, fault: Text | None) -> None:
        if text != self._edit.toPlainText():
            return  # another look is on its way
        self._good = text if fault is None else None
        if self._refused:  # that is what the user waits to hear of
            self._use.setEnabled(self._good is not None)
        elif fault is None:
            self._show_word(self._say("schema_dialog.good"), Role.GOOD)
        else:
            self._show_word(self._say.phrase(fault), Role.DANGER)

    def _on_use(self) -> None:
        if self._good is not None:
            self.schema_chosen.emit(self._good)
            self.accept()

    def _on_rejected(self) -> None:
        self.given_up.emit(self._edit.toPlainText())

    def _on_load(self) -> None:
        files = QFileDialog(self, self._say("schema_dialog.load.title"))
        files.setFileMode(QFileDialog.FileMode.ExistingFile)
        files.setNameFilters([self._say("schema_dialog.load.filter", pattern="(*.json *.txt)"), "* (*)"])
        files.fileSelected.connect(lambda name: self._check.read_file(Path(name)))
        files.finished.connect(files.deleteLater)
        files.open()

    def _on_file_read(self, text: str) -> None:
        self._edit.setPlainText(text)
        self._look()

    def _on_file_refused(self, reason: Text) -> None:
        self._refused = True
        self._show_word(self._say.phrase(reason), Role.DANGER)

    def _on_finished(self) -> None:
        self._pause.stop()
        self._check.close()
        self.deleteLater()
