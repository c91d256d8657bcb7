"""A field for the native build that computes: one of those that are here, or automatic."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy

from desktop.settings.number_field import FIELD_WIDTH
from desktop.theme import with_text


class RuntimeField(QComboBox):
    """Shows and edits the name of a native build, None for `automatic`; `edited` carries each new one the user picks.

    `names` looks what builds are here, each time the list is opened.
    """

    edited = Signal(object)

    def __init__(self, *, automatic: str, names: Callable[[], tuple[str, ...]]) -> None:
        super().__init__()
        self._names = names
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.addItem(automatic, None)
        self.activated.connect(self._on_activated)

    def current(self) -> str | None:
        """Return the name that is shown, None for automatic."""
        name = self.currentData()
        return name if isinstance(name, str) else None

    def show_value(self, value: object) -> None:
        """Show a name without telling, also one of a build that is not here."""
        if value is not None and self.findData(value) < 0:
            self.addItem(str(value), value)
        self.setCurrentIndex(max(self.findData(value), 0) if value is not None else 0)

    def sizeHint(self) -> QSize:
        """Ask for the width that all fields have."""
        return QSize(with_text(FIELD_WIDTH, self.font()), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never be wider or narrower."""
        return self.sizeHint()

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """Look what builds are here, then open the list."""
        for name in self._names():
            if self.findData(name) < 0:
                self.addItem(name, name)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change by the wheel only with the focus: scrolling the panel must not change what it passes over."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_activated(self, _index: int) -> None:
        self.edited.emit(self.current())
