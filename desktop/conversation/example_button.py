"""A button with a whole question on it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.theme import ICON_SIZE, Theme, icon

_PADDING = 12
_GAP = 12
_NARROWEST = 160


class ExampleButton(QPushButton):
    """An icon and a question that wraps over as many lines as it needs."""

    def __init__(
        self, question: str, *, icon_name: str, colour: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._colour = colour
        self._icon = QLabel()
        self._text = QLabel(question)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        for label in (self._icon, self._text):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
        row.setSpacing(_GAP)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(question)
        self.apply_theme(theme)

    @property
    def question(self) -> str:
        """What the button says."""
        return self._text.text()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._icon.setPixmap(icon(self._icon_name, theme.colour(self._colour)).pixmap(ICON_SIZE))

    def hasHeightForWidth(self) -> bool:
        """Return that the question wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the wrapped question."""
        return self._row.heightForWidth(width)

    def sizeHint(self) -> QSize:
        """Return the size at the least width."""
        return QSize(_NARROWEST, self.heightForWidth(_NARROWEST))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(_NARROWEST, self._text.fontMetrics().lineSpacing() + 2 * _PADDING)
