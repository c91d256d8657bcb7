"""The composer: where a question is typed, sent, and its answer stopped."""

from PySide6.QtCore import QRectF, QSignalBlocker, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.conversation.composer.composer_state import ComposerState
from desktop.conversation.composer.debounce import Debounce
from desktop.conversation.composer.file_tray import FileTray
from desktop.conversation.composer.question_edit import QuestionEdit
from desktop.conversation.wrapping import put_in, show_text
from desktop.theme import ICON_SIZE, Role, Theme, ToolButton, icon, set_role, tooltip
from models.texts import Phrasebook

_RADIUS = 12
_PADDING = 12
_GAP = 8
_BUTTON = QSize(40, 32)
_ICON_ONLY = "QPushButton { padding: 5px 0px; } QPushButton:focus { padding: 4px 0px; }"
_DRAFT_PAUSE_MS = 300
_DRAFT_MOST_MS = 900  # nothing on screen is lost that is older than a second


class Composer(QWidget):
    """A question in the making. `sent` carries it; the text stays until the owner calls `accept()`.

    `edited` comes with each change that the user makes to the text, `draft_changed` shortly after it; not after
    `set_draft`. `answer_now_requested` asks a model that thinks for its answer. `tray` holds the files that go with the
    question, `attach` is the button that asks for some.
    """

    sent = Signal(str)
    several_sent = Signal(str)  # for several answers to choose from
    stop_requested = Signal()
    answer_now_requested = Signal()
    edited = Signal()
    draft_changed = Signal(str)

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._theme = theme
        self._state = ComposerState.READY
        self._model = ""
        self._enter_sends = True
        self._last_sent = ""
        self._sent_files: set[int] = set()
        self._edit = QuestionEdit()
        self._edit.setAccessibleName(say("composer.name"))
        self.setFocusProxy(self._edit)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click beside the text means the text
        self.tray = FileTray(say=say, theme=theme)
        self.attach = ToolButton("attach", name=say("composer.attach.help"), theme=theme)
        self._hint = QLabel()
        self._hint.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self._hint, Role.HINT)
        self._count = QLabel()
        self._count.setToolTip(tooltip(say("composer.tokens.help")))
        set_role(self._count, Role.HINT)
        self._send = _button(say("composer.send"), say("composer.send.help"))
        self._several = QAction(say("composer.several"), self._send)  # its key belongs to the field
        self._send.addAction(self._several)
        self._send.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        set_role(self._send, Role.PRIMARY)
        self._stop = _button(say("composer.stop"), say("composer.stop.help"))
        self._answer_now = QPushButton(say("composer.answer_now"))
        self._answer_now.setAccessibleName(say("composer.answer_now"))
        self._answer_now.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._answer_now.setAccessibleDescription(say("composer.answer_now.help"))
        self._answer_now.setToolTip(tooltip(say("composer.answer_now.help")))
        self._thinking = False
        self._draft = Debounce(pause_ms=_DRAFT_PAUSE_MS, most_ms=_DRAFT_MOST_MS, parent=self)
        self._lay_out()
        self._connect()
        self.apply_theme(theme)
        self._show_state()

    @property
    def state(self) -> ComposerState:
        """What the composer can do at the moment."""
        return self._state

    @property
    def text(self) -> str:
        """What is typed now."""
        return self._edit.toPlainText()

    def set_state(self, state: ComposerState, *, model: str = "") -> None:
        """Show what can be done; `model` is the name of the model that is loading."""
        self._state = state
        self._model = model
        self._show_state()

    def set_thinking(self, *, thinking: bool) -> None:
        """Offer "Answer now" while the model thinks."""
        self._thinking = thinking
        self._show_state()

    def set_enter_sends(self, *, sends: bool) -> None:
        """Choose whether Enter sends and Shift+Enter breaks the line, or Ctrl+Enter sends and Enter breaks it."""
        self._enter_sends = sends
        self._edit.set_enter_sends(sends=sends)
        self._show_state()

    def set_token_count(self, tokens: int | None) -> None:
        """Show how many tokens the typed text is, None where that is not known."""
        if tokens is None:
            self._count.clear()
        else:
            self._count.setText(
                self._say("composer.tokens.one" if tokens == 1 else "composer.tokens.many", count=f"{tokens:,}")
            )

    def set_draft(self, text: str) -> None:
        """Show the draft of a conversation, the cursor at its end. A change that was not told yet is forgotten."""
        self._draft.cancel()
        with QSignalBlocker(self._edit):
            show_text(self._edit, text)
        self.set_token_count(None)
        self._show_state()

    def propose(self, text: str) -> None:
        """Fill in a question as if the user had typed it; undo brings back what was there."""
        put_in(self._edit, text, instead_of_all=True)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def accept(self) -> None:
        """Remove the question that was sent, now that it is safe elsewhere; what was typed since stays."""
        self.tray.show_files([file for file in self.tray.files if file.number not in self._sent_files])
        self.set_draft(self.text.removeprefix(self._last_sent).lstrip("\n"))
        self._last_sent = ""
        self.draft_changed.emit(self.text)

    def flush_draft(self) -> None:
        """Tell at once of a change that was not told yet: before another conversation is shown, and at the end."""
        self._draft.flush()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.tray.apply_theme(theme)
        self.attach.apply_theme(theme)
        self._show_send_icon()
        self._stop.setIcon(icon("stop", theme.colour("text")))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Stop the answer."""
        if event.key() == Qt.Key.Key_Escape and self._state is ComposerState.ANSWERING:
            self.stop_requested.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, with the focus ring while the field inside has the focus."""
        del event
        focused = self._edit.hasFocus()
        width = 2.0 if focused else 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent" if focused else "border"), width))
        painter.setBrush(self._theme.colour("raised" if self._theme.dark else "surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
        painter.end()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self.attach)
        row.addWidget(self._hint, 1)
        row.addWidget(self._count)
        row.addWidget(self._answer_now)
        row.addWidget(self._send)
        row.addWidget(self._stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING, _GAP, _GAP)
        column.setSpacing(_GAP)
        column.addWidget(self.tray)
        column.addWidget(self._edit)
        column.addLayout(row)
        self._hint.setMinimumWidth(1)  # gives way where the window is narrow

    def _connect(self) -> None:
        self._edit.textChanged.connect(self._on_text_changed)
        self._edit.send_pressed.connect(lambda: self._dispatch(self.sent))
        self._edit.several_pressed.connect(lambda: self._dispatch(self.several_sent))
        self._several.triggered.connect(lambda: self._dispatch(self.several_sent))
        self._edit.focus_changed.connect(self.update)
        self._edit.files_pasted.connect(self.tray.paths_offered)
        self._edit.long_text_pasted.connect(self.tray.text_offered)
        self._edit.stepped_back.connect(self.tray.enter)
        self._edit.undo_first = self.tray.undo
        self.tray.has_room_for = self._edit.has_room_for
        QShortcut(QKeySequence("Ctrl+Shift+A"), self).activated.connect(self.attach.click)
        self.tray.left.connect(self._edit.setFocus)
        self.tray.text_wanted.connect(self._edit.put_in)
        self.tray.changed.connect(self._show_state)
        self.tray.refused.connect(self._show_state)
        self._send.clicked.connect(lambda: self._dispatch(self.sent))
        self._stop.clicked.connect(self.stop_requested)
        self._answer_now.clicked.connect(self.answer_now_requested)
        self._draft.fired.connect(lambda: self.draft_changed.emit(self.text))

    def _show_state(self) -> None:
        answering = self._state is ComposerState.ANSWERING
        if answering and self._send.hasFocus():
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._send.setVisible(not answering)
        self._stop.setVisible(answering)
        if self._answer_now.hasFocus() and not (answering and self._thinking):
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._answer_now.setVisible(answering and self._thinking)
        blank = not self.text.strip() and not self.tray.files
        self._send.setEnabled(self._state is ComposerState.READY and not blank and not self.tray.reading)
        self._show_send_icon()
        placeholder = self._say(self._state.placeholder_id, model=self._model)
        self._edit.setPlaceholderText(placeholder)
        self._edit.viewport().update()  # Qt draws a new placeholder only when it appears
        self._edit.setAccessibleDescription(placeholder)
        if self._state is ComposerState.READY:
            self._hint.setText(self._say(_ready_hint(self.tray, enter_sends=self._enter_sends)))
        else:
            self._hint.setText("" if blank else self._say(self._state.reason_id))

    def _show_send_icon(self) -> None:
        colour = "on_accent" if self._send.isEnabled() else "muted"
        self._send.setIcon(icon("send", self._theme.colour(colour)))

    def _on_text_changed(self) -> None:
        self.tray.forget_undo()
        self._draft.poke()
        self.edited.emit()
        self._show_state()

    def _dispatch(self, signal: SignalInstance) -> None:
        """Send what is typed, by one of the two signals."""
        if not self._send.isEnabled():
            return
        self._last_sent = self.text
        self._sent_files = {file.number for file in self.tray.files}
        signal.emit(self._last_sent.strip("\n").rstrip())


def _ready_hint(tray: FileTray, *, enter_sends: bool) -> str:
    if tray.reading:
        return "composer.hint.reading"
    if tray.just_refused:
        return "composer.hint.too_long"
    if tray.just_pasted:
        return "composer.hint.pasted"
    return "composer.hint.ready" if enter_sends else "composer.hint.ready_ctrl"


def _button(name: str, explanation: str) -> QPushButton:
    button = QPushButton()
    button.setFixedSize(_BUTTON)
    button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    button.setStyleSheet(_ICON_ONLY)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(name)
    button.setAccessibleDescription(explanation)
    button.setToolTip(tooltip(explanation))
    return button
