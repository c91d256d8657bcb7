"""The field for a list of short texts, one in a line."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from desktop.settings.line_texts import as_lines, from_lines
from desktop.theme import with_text
from models.texts import Phrasebook

_LINES = 2
_MOST_LINES = 6
_FRAME = 22  # border, padding and the document's own margin, above and below
_LEAST_WIDTH = 120


class TextsField(QPlainTextEdit):
    """Shows and edits texts, one in a line; `edited` carries all of them after each change the user makes.

    It is as high as its lines, within limits. Tab leaves it, as it does every other field.
    """

    edited = Signal(object)

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        self.setPlaceholderText(say("panel.texts.placeholder"))
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lines = _LINES
        self._grow()
        self.textChanged.connect(self._on_text_changed)

    def current(self) -> tuple[str, ...]:
        """Return the texts, also of one that is still being typed."""
        return from_lines(self.toPlainText())

    def show_value(self, value: object) -> None:
        """Show texts without telling; lines being typed that already mean them stay as they are.

        Raises TypeError for something else than texts.
        """
        if not isinstance(value, tuple):
            raise TypeError(value)
        if value == self.current():
            return
        with QSignalBlocker(self):
            self.setPlainText(as_lines(value))
        self._grow()

    def sizeHint(self) -> QSize:
        """Ask for room for the lines there are."""
        width = with_text(_LEAST_WIDTH, self.font())
        return QSize(width, self.fontMetrics().lineSpacing() * self._lines + _FRAME)

    def minimumSizeHint(self) -> QSize:
        """Never be lower."""
        return self.sizeHint()

    def _grow(self) -> None:
        scrolls = self.blockCount() > _MOST_LINES
        always, never = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(always if scrolls else never)
        lines = min(max(self.blockCount(), _LINES), _MOST_LINES)
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()

    def _on_text_changed(self) -> None:
        self._grow()
        self.edited.emit(self.current())
