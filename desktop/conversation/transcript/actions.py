"""What the controls do."""

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop.conversation.transcript import footnotes
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind
from desktop.conversation.transcript.copying import selected_plain
from desktop.conversation.transcript.deeds import Deed, deeds_of
from desktop.conversation.transcript.highlight import file_name
from desktop.conversation.transcript.layout import is_enabled
from desktop.conversation.transcript.reshaping import fold_or_unfold, wrap_or_not
from desktop.conversation.transcript.stage import Stage
from desktop.conversation.transcript.table_text import comma_separated
from models.markdown import Code, Table

_DONE_MS: Final = 1500


class Actions(QObject):
    """Does what controls and menu ask for; what others must do is signalled."""

    regenerate_requested = Signal(int)  # message
    several_requested = Signal(int)  # message
    sibling_requested = Signal(int, int)  # message, -1 or 1
    record_requested = Signal(int)  # message
    link_activated = Signal(str)  # address
    edit_requested = Signal(int)  # message
    continue_requested = Signal(int)  # message
    delete_requested = Signal(int)  # message
    branch_requested = Signal(int)  # message
    menu_requested = Signal(object)  # Target
    attachment_requested = Signal(int, int)  # message, number of the file
    save_requested = Signal(str, str)  # proposed file name, text
    quote_requested = Signal(str)  # Markdown
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
                self._follow(target)
            case ControlKind.COPY:
                self._copy(target)
            case ControlKind.PREVIOUS:
                self.sibling_requested.emit(message, -1)
            case ControlKind.NEXT:
                self.sibling_requested.emit(message, 1)
            case ControlKind.ATTACHMENT:
                self.attachment_requested.emit(message, control.number)
            case ControlKind.MORE:
                self.menu_requested.emit(target)
            case _ if control.block >= 0:
                self._work_on_block(target, control)
            case _:
                self._ask(control.kind, message)

    def do(self, deed: Deed, message: int) -> None:
        """Ask for something to be done with a whole message; nothing where that is not possible now."""
        signals = {
            Deed.EDIT: self.edit_requested,
            Deed.REGENERATE: self.regenerate_requested,
            Deed.SEVERAL: self.several_requested,
            Deed.CONTINUE: self.continue_requested,
            Deed.BRANCH: self.branch_requested,
            Deed.DELETE: self.delete_requested,
        }
        if deed in deeds_of(self._stage.item(message).view):
            signals[deed].emit(message)

    def _follow(self, target: Target) -> None:
        address = self.address(target)
        if address.startswith(footnotes.MARK) and target.control is not None:
            footnotes.show_note(self._stage, target.message, target.control.section, address)
        elif self._stage.link(target) is not None:
            self.link_activated.emit(address)

    def _ask(self, kind: ControlKind, message: int) -> None:
        """Signal what others must do with a message."""
        signals = {
            ControlKind.REGENERATE: self.regenerate_requested,
            ControlKind.RECORD: self.record_requested,
            ControlKind.EDIT: self.edit_requested,
            ControlKind.CONTINUE: self.continue_requested,
        }
        signals[kind].emit(message)

    def _work_on_block(self, target: Target, control: Control) -> None:
        """Do what a control of code or a table is for; nothing while its block is not read."""
        if self._stage.block(target) is None:
            return
        match control.kind:
            case ControlKind.WRAP_CODE:
                wrap_or_not(self._stage, target, control)
                self.acted.emit()
            case ControlKind.FOLD_CODE:
                fold_or_unfold(self._stage, target, control)
                self.acted.emit()
            case ControlKind.SAVE_CODE:
                self._save_code(target)
            case _:
                self._copy(target)

    def address(self, target: Target) -> str:
        """Return where a link leads."""
        link = self._stage.link(target)
        return "" if link is None else link.address

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

    def copy_plain(self) -> bool:
        """Put what is selected on the clipboard, without marks; return whether anything was."""
        selected = self._stage.selected()
        if selected is not None:
            put_on_clipboard(selected_plain(self._stage.flow.items, selected))
        return selected is not None

    def _save_code(self, target: Target) -> None:
        code = self._stage.block(target)
        if isinstance(code, Code):
            self.save_requested.emit(file_name(code.language), code.text)

    def quote(self, message: int) -> None:
        """Ask for what is selected to be quoted, else for a whole message."""
        self.quote_requested.emit(self._stage.selected_source() or self._stage.item(message).view.text)

    def _copy(self, target: Target) -> None:
        item = self._stage.item(target.message)
        match block := self._stage.block(target):
            case Code():
                put_on_clipboard(block.text)
            case Table():
                put_on_clipboard(comma_separated(block))
            case _:
                put_on_clipboard(item.view.text)
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
