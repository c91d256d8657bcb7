"""The crash report as the user sees it: to read and to copy; nothing is sent."""

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import without_icon
from models.texts import Phrasebook

_WIDTH, _HEIGHT = 640, 420
_MARGIN = 24


class CrashDialog(QDialog):
    """Shows a crash report, and the `file` it is kept in; "" where it could not be kept."""

    def __init__(self, report: str, *, file: str, say: Phrasebook, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("crash.title"))
        explanation = QLabel(say("crash.explanation", file=file) if file else say("crash.not_kept"))
        explanation.setWordWrap(True)
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(say("crash.report"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = without_icon(buttons.button(QDialogButtonBox.StandardButton.Close))
        close.setText(say("record.close"))
        copy = buttons.addButton(say("crash.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(report))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        for part in (explanation, text, buttons):
            layout.addWidget(part)
        self.resize(_WIDTH, _HEIGHT)
