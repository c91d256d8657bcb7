"""The full record of one answer: what was asked of which model, with which settings, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor, QTextLength, QTextTableFormat
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QFrame, QTextEdit, QVBoxLayout, QWidget

from desktop.conversation.reproduce_box import ReproduceBox
from desktop.theme import without_icon
from models.record import AnswerRecord, Batch, SectionSpan
from models.texts import Phrasebook

_WIDTH, _HEIGHT = 600, 600
_PADDING = 3


class RecordDialog(QDialog):
    """Shows a record as a table, copies it as JSON, and has room to make the answer again (`reproduce`)."""

    def __init__(self, record: AnswerRecord, *, say: Phrasebook, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("record.title"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        table = _Table(tuple(_rows(record)))
        table.setAccessibleName(say("record.title"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = without_icon(buttons.button(QDialogButtonBox.StandardButton.Close))
        close.setText(say("record.close"))
        copy = buttons.addButton(say("record.copy"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(lambda: QApplication.clipboard().setText(_json(record)))
        buttons.rejected.connect(self.reject)
        self.reproduce = ReproduceBox(say=say)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(table)
        layout.addWidget(self.reproduce)
        layout.addWidget(buttons)
        self.resize(_WIDTH, _HEIGHT)
        close.setFocus()


class _Table(QTextEdit):
    """Names and values, to be read and copied. A long value without a space, such as a checksum, is broken anywhere."""

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shape = QTextTableFormat()
        shape.setBorder(0)
        shape.setCellSpacing(0)
        shape.setCellPadding(_PADDING)
        names = max(self.fontMetrics().horizontalAdvance(name) for name, _ in rows) + 4 * _PADDING
        rest = QTextLength(QTextLength.Type.VariableLength, 0)
        shape.setColumnWidthConstraints([QTextLength(QTextLength.Type.FixedLength, names), rest])
        cells = self.textCursor().insertTable(len(rows), 2, shape)
        for number, pair in enumerate(rows):
            for column, text in enumerate(pair):
                cells.cellAt(number, column).firstCursorPosition().insertText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)


def _json(record: AnswerRecord) -> str:
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode()


def _rows(value: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names and values of a record, those of its parts as `part.name`: the names are those of its JSON."""
    if not is_dataclass(value):
        return
    for item in fields(value):
        content = getattr(value, item.name)
        if is_dataclass(content):
            yield from _rows(content, f"{prefix}{item.name}.")
        else:
            yield f"{prefix}{item.name}", _shown(content)


def _shown(value: object) -> str:
    if value is None or value in ((), ""):
        return "–"
    if isinstance(value, tuple) and isinstance(value[0], Batch):
        return ", ".join(map(_batches, value))
    if isinstance(value, tuple) and isinstance(value[0], SectionSpan):
        return ", ".join(f"{span.first}: {span.section} {span.temperature:g}" for span in value)
    if isinstance(value, tuple) and is_dataclass(value[0]):
        return str(len(value))  # the settings of those that were made together: the JSON has them
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 100 else f"{value:.0f}"  # noqa: PLR2004 - three digits say enough
    return " → ".join(value) if isinstance(value, tuple) else str(value)


def _batches(batch: Batch) -> str:
    size = str(batch.size) if batch.kept == batch.size else f"{batch.size} ({batch.kept})"
    return size if batch.times == 1 else f"{size} × {batch.times}"
