"""What the controls do."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, links_of
from desktop.conversation.transcript.layout import is_enabled
from desktop.conversation.transcript.markdown import Code
from desktop.conversation.transcript.stage import Stage

_DONE_MS: Final = 1500


class Actions(QObject):
    """Does what controls and menu ask for; what others must do is signalled."""

    regenerate_requested = Signal(int)  # message
    sibling_requested = Signal(int, int)  # message, -1 or 1
    record_requested = Signal(int)  # message
    link_activated = Signal(str)  # address
    acted = Signal()  # what is on screen may have changed

    def __init__(self, stage: Stage, parent: QObject) -> None:
        super().__init__(parent)
        self._stage = stage
        self._done = QTimer(self)
        self._done.setSingleShot(True)
        self._done.setInterval(_DONE_MS)
        self._done.timeout.connect(self._on_done_over)

    def activate(self, target: Target) -> None:
        """Do what a control is for."""
        control, message = target.control, target.message
        if control is None or not is_enabled(control, self._stage.item(message).view):
            return
        match control.kind:
            case ControlKind.THINKING:
                self.fold(message)
            case ControlKind.LINK:
                self.link_activated.emit(self.address(target))
            case ControlKind.COPY_CODE | ControlKind.COPY:
                self._copy(target, control)
            case ControlKind.REGENERATE:
                self.regenerate_requested.emit(message)
            case ControlKind.PREVIOUS:
                self.sibling_requested.emit(message, -1)
            case ControlKind.NEXT:
                self.sibling_requested.emit(message, 1)
            case ControlKind.RECORD:
                self.record_requested.emit(message)

    def address(self, target: Target) -> str:
        """Return where a link leads."""
        if target.control is None or target.control.kind is not ControlKind.LINK:
            return ""
        passage = self._stage.item(target.message).passage(target.control.section)
        return links_of(passage.blocks[target.control.block])[target.control.number].address

    def fold(self, message: int) -> None:
        """Fold or unfold the thinking of a message."""
        stage = self._stage
        number = stage.flow.number(message)
        item = stage.flow.items[number]
        # The head stays under the mouse: that is why an answer that is followed is not followed for this change.
        stage.reading.following = False
        with stage.reading.steady():
            item.unfolded = not item.unfolded
            if item.layout is not None:
                item.layout.update()
            stage.flow.measure(number)
        stage.reading.following = stage.reading.is_at_end
        self.acted.emit()

    def copy_message(self, message: int) -> None:
        """Put a message's source on the clipboard."""
        put_on_clipboard(self._stage.item(message).view.text)

    def copy_selection(self) -> bool:
        """Put the source of what is selected on the clipboard; return whether anything was."""
        source = self._stage.selected_source()
        if source:
            put_on_clipboard(source)
        return bool(source)

    def _copy(self, target: Target, control: Control) -> None:
        text = self._stage.item(target.message).view.text
        if control.kind is ControlKind.COPY_CODE:
            block = self._stage.item(target.message).passage(control.section).blocks[control.block]
            text = block.text if isinstance(block, Code) else ""
        put_on_clipboard(text)
        self._stage.attention.done = target
        self._done.start()
        self.acted.emit()

    def _on_done_over(self) -> None:
        self._stage.attention.done = None
        self.acted.emit()


def put_on_clipboard(text: str, mode: QClipboard.Mode = QClipboard.Mode.Clipboard) -> None:
    """Put plain text on the clipboard, and no other kind of data."""
    # Not as a QMimeData of ours: the clipboard may outlive Python, and would crash when it destroys our object.
    QGuiApplication.clipboard().setText(text, mode)
