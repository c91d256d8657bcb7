"""The bar at the upper edge of the conversation in which the reader types what to find."""

from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, SignalInstance
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget
from shiboken6 import isValid

from desktop.theme import Role, Theme, ToolButton, set_role
from models.texts import Phrasebook

_WIDTH: Final = 420
_MARGIN: Final = 12  # to the edges of the conversation
_SCROLL_BAR: Final = 14
_PAUSE_MS: Final = 60  # of typing


class _State(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def searching(self) -> bool: ...
    @property
    def more(self) -> bool: ...


class _Finds(Protocol):
    """What finds: the transcript's `Finder`."""

    changed: SignalInstance

    def look_for(self, text: str) -> None: ...
    def go(self, *, forward: bool) -> None: ...
    def end(self) -> None: ...


class FindBar(QFrame):
    """A field, how many hits there are, and the ways to the next one.

    It lies over the upper right corner of `area`; when it closes, the focus goes back to where it was.
    """

    def __init__(self, area: QWidget, *, finder: _Finds, say: Phrasebook, theme: Theme) -> None:
        super().__init__(area)
        self._area = area
        self._finder = finder
        self._say = say
        self._before: QWidget | None = None
        self._told = ""  # to screen readers
        self._field = QLineEdit()
        self._field.setPlaceholderText(say("find.placeholder"))
        self._field.setAccessibleName(say("find.name"))
        self._count = QLabel()
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._count, Role.HINT)
        self._back = ToolButton("chevron-up", name=say("find.previous"), theme=theme)
        self._on = ToolButton("chevron-down", name=say("find.next"), theme=theme)
        self._close = ToolButton("close", name=say("find.close"), theme=theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 6, 6)
        row.setSpacing(4)
        row.addWidget(self._field, 1)
        row.addWidget(self._count)
        for button in (self._back, self._on, self._close):
            row.addWidget(button)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._connect()
        self.setFocusProxy(self._field)
        self.apply_theme(theme)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the bar; `text` is looked for where it is one line, else what was looked for last."""
        if text and "\n" not in text:
            self._field.setText(text)
        self._settle()
        self.show()
        self.raise_()
        focused = QApplication.focusWidget()
        if focused is not self._field:
            self._before = focused
        self._field.selectAll()
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._on_pause()

    def close_down(self) -> None:
        """Hide the bar and take the marks away."""
        self._pause.stop()
        self._finder.end()
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self._area)
        self.hide()
        if had_focus:
            before = self._before if self._before is not None and isValid(self._before) else None
            (before or self._area).setFocus(Qt.FocusReason.OtherFocusReason)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for button in (self._back, self._on, self._close):
            button.apply_theme(theme)
        self.setStyleSheet(
            f"FindBar {{ background: {theme.raised}; border: 1px solid {theme.border}; border-radius: 8px; }}"
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the conversation changes its size."""
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next hit by Enter, back by Shift+Enter, close by Escape."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go(forward=not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_down()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self._area.installEventFilter(self)
        self._field.textChanged.connect(self._pause.start)
        self._back.clicked.connect(lambda: self._go(forward=False))
        self._on.clicked.connect(lambda: self._go(forward=True))
        self._close.clicked.connect(self.close_down)
        self._finder.changed.connect(self._on_changed)
        for keys, forward in (("F3", True), ("Shift+F3", False)):
            shortcut = QShortcut(QKeySequence(keys), self._area)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda forward=forward: self._go(forward=forward))

    def _go(self, *, forward: bool) -> None:
        if self.isHidden():
            self.open()
        elif self._pause.isActive():  # what was typed last is not looked for yet
            self._on_pause()
        else:
            self._finder.go(forward=forward)

    def _on_pause(self) -> None:
        self._pause.stop()
        self._finder.look_for(self._field.text())

    def _on_changed(self, state: _State) -> None:
        found = state.count > 0
        for button in (self._back, self._on):
            button.setEnabled(found)
        words = self._words(state)
        self._count.setText(words)
        if self.isVisible() and not state.searching and words != self._told:
            self._told = words
            if words:
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _words(self, state: _State) -> str:
        if not self._field.text().strip():
            return ""
        if state.count == 0:
            return self._say("find.searching" if state.searching else "find.none")
        count = f"{state.count:,}+" if state.more else f"{state.count:,}"
        return self._say("find.count", number=f"{state.number:,}", count=count)

    def _settle(self) -> None:
        width = min(_WIDTH, self._area.width() - 2 * _MARGIN - _SCROLL_BAR)
        height = self.sizeHint().height()
        self.setGeometry(self._area.width() - width - _MARGIN - _SCROLL_BAR, _MARGIN, width, height)
