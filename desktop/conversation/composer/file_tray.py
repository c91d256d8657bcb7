"""The files of the question in the making, as chips above its text."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

from desktop.conversation.composer.draft_file import DraftFile
from desktop.conversation.composer.file_chip import FileChip
from desktop.theme import Theme, own_viewport
from models.texts import Phrasebook

_GAP = 6
_MOST_ROWS = 3


class FileTray(QScrollArea):
    """Holds `DraftFile`s; hidden while there is none. What is removed comes back by `undo`.

    `changed` comes when a file was added, read, or removed, by the user or not, `shown` when those of another draft
    are shown, `measured` when a length is known. `paths_offered` and `text_offered` say what the user wants to become
    files; `text_wanted` carries the text of a file that the user wants as text instead, `refused` says that it stays a
    file: the field has no room for it. `has_room_for` is asked that, `just_refused` tells whether it was the last thing
    that happened.
    """

    changed = Signal()
    shown = Signal()
    measured = Signal()
    paths_offered = Signal(object)  # tuple[Path, ...]
    text_offered = Signal(str)
    text_wanted = Signal(str)
    refused = Signal()
    opened = Signal(int)
    left = Signal()  # the keyboard goes back to the text

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        own_viewport(self)
        self._say = say
        self._theme = theme
        self._chips: list[FileChip] = []
        self._undo: Callable[[], None] | None = None
        self._undo_is_paste = False
        self.just_refused = False
        self.has_room_for: Callable[[str], bool] = lambda _: True
        self._content = QWidget()
        self.setWidget(self._content)
        self._content.setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("composer.files"))
        self.hide()

    @property
    def files(self) -> tuple[DraftFile, ...]:
        """The files, in their order."""
        return tuple(chip.file for chip in self._chips)

    @property
    def reading(self) -> bool:
        """Whether a file is still being read."""
        return any(chip.file.text is None for chip in self._chips)

    @property
    def just_pasted(self) -> bool:
        """Whether the last thing that happened is a paste that became a file."""
        return self._undo is not None and self._undo_is_paste

    def show_files(self, files: Sequence[DraftFile]) -> None:
        """Show the files of another draft."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for file in files:
            self._add(file, len(self._chips))
        self.forget_undo()
        self._arrange()
        self.shown.emit()

    def put(self, file: DraftFile) -> None:
        """Add a file, or show its new state where it is there."""
        known = _found(self._chips, file.number)
        if known is not None:
            told = (known.file.text, known.file.name) != (file.text, file.name)
            measured = known.file.tokens != file.tokens
            known.show_file(file)
        else:
            told = measured = True
            self._add(file, len(self._chips))
            self.just_refused = file.pasted and not self.has_room_for(file.text or "")
            if file.pasted and not self.just_refused:
                self._undo, self._undo_is_paste = lambda: self.put_as_text(file.number), True
        self._arrange()
        if told:
            self.changed.emit()
        if measured:
            self.measured.emit()

    def drop(self, number: int) -> None:
        """Take a file away that could not be read; one that is gone already is no fault."""
        chip = _found(self._chips, number)
        if chip is not None:
            self._take(chip)
            self.changed.emit()

    def undo(self) -> bool:
        """Bring back the file that was removed last, or turn a paste into text; return whether there was anything."""
        undo, self._undo = self._undo, None
        if undo is not None:
            undo()
        return undo is not None

    def forget_undo(self) -> None:
        """Leave the files as they are: the user went on with something else."""
        self._undo = None
        self.just_refused = False

    def enter(self) -> None:
        """Give the keyboard to the last file."""
        if self._chips:
            self._chips[-1].setFocus(Qt.FocusReason.TabFocusReason)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for chip in self._chips:
            chip.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Return the height of the rows, at most of three."""
        if not self._chips:
            return QSize(0, 0)
        row = self._chips[0].sizeHint().height() + _GAP
        return QSize(0, min(self._content.height(), _MOST_ROWS * row - _GAP))

    def minimumSizeHint(self) -> QSize:
        """Return the same height: a scroll area of its own would want room for its bars."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the rows anew."""
        super().resizeEvent(event)
        self._arrange()

    def _add(self, file: DraftFile, place: int) -> None:
        chip = FileChip(file, say=self._say, theme=self._theme)
        chip.setParent(self._content)
        chip.opened.connect(self.opened)
        chip.removed.connect(self._on_removed)
        chip.text_wanted.connect(self.put_as_text)
        chip.step.connect(self._on_step)
        self._chips.insert(place, chip)
        chip.show()

    def _take(self, chip: FileChip) -> None:
        self.just_refused = False
        self._chips.remove(chip)
        chip.hide()
        chip.deleteLater()
        self._arrange()

    def _arrange(self) -> None:
        """Put the chips in rows."""
        x = y = bottom = 0
        room = self.viewport().width()
        for chip in self._chips:
            size = chip.sizeHint()
            width = min(size.width(), max(room, 1))
            if x and x + width > room:
                x, y = 0, bottom + _GAP
            chip.setGeometry(x, y, width, size.height())
            x, bottom = x + width + _GAP, y + size.height()
        self._content.resize(room, bottom)
        self.setVisible(bool(self._chips))
        self.updateGeometry()

    def _on_removed(self, number: int) -> None:
        chip = _found(self._chips, number)
        if chip is None:
            return
        place, file = self._chips.index(chip), chip.file
        had_focus = _has_focus(chip)
        self._take(chip)

        def bring_back() -> None:
            self._add(file, min(place, len(self._chips)))
            self._arrange()
            self.changed.emit()

        self._undo, self._undo_is_paste = bring_back if file.text is not None else None, False
        if had_focus and self._chips:
            self._chips[min(place, len(self._chips) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.left.emit()
        self.changed.emit()

    def put_as_text(self, number: int) -> None:
        """Take a file away and have its text put into the question, unless there is no room for it."""
        chip = _found(self._chips, number)
        if chip is None or chip.file.text is None:
            return
        if not self.has_room_for(chip.file.text):
            self.just_refused = True
            self.refused.emit()
        else:
            self._take(chip)
            self._undo = None
            self.text_wanted.emit(chip.file.text)
            self.changed.emit()

    def _on_step(self, number: int, step: int) -> None:
        chip = _found(self._chips, number)
        if chip is None:
            return
        place = self._chips.index(chip) + step
        if 0 <= place < len(self._chips):
            self._chips[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.ensureWidgetVisible(self._chips[place], 0, 0)
        elif place == len(self._chips):
            self.left.emit()


def _has_focus(chip: FileChip) -> bool:
    focused: QWidget | None = QApplication.focusWidget()
    return focused is not None and chip.isAncestorOf(focused)


def _found(chips: list[FileChip], number: int) -> FileChip | None:
    return next((chip for chip in chips if chip.file.number == number), None)
