"""The instructions of a conversation ("system prompt")."""

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import Role, set_role
from models.texts import Phrasebook

_LINES = 4
_FRAME = 22  # border, padding and the document's own margin, above and below


class _FewLines(QPlainTextEdit):
    """An editor a few lines high, whatever the size of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * _LINES + _FRAME)


class InstructionsEditor(QWidget):
    """Edits the instructions; `edited` carries the whole text after each key."""

    edited = Signal(str)

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self._edit = _FewLines()
        self._edit.setPlaceholderText(say("panel.instructions.placeholder"))
        self._edit.setAccessibleName(say("panel.instructions"))
        self._edit.setAccessibleDescription(say("panel.instructions.placeholder"))
        self._edit.setTabChangesFocus(True)
        self._note = QLabel(say("panel.instructions.no_system_role"))
        self._note.setWordWrap(True)
        set_role(self._note, Role.HINT)
        self._note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._edit)
        column.addWidget(self._note)
        self._edit.textChanged.connect(self._on_text_changed)

    def show_text(self, text: str) -> None:
        """Show the instructions of a conversation without telling; the same text leaves the cursor where it is."""
        if text == self._edit.toPlainText():
            return
        with QSignalBlocker(self._edit):
            self._edit.setPlainText(text)

    def show_system_role(self, *, known: bool) -> None:
        """Phrasebook where the instructions go on a model that does not know a system role."""
        self._note.setHidden(known)

    def _on_text_changed(self) -> None:
        self.edited.emit(self._edit.toPlainText())
