"""The modes above the composer: Auto and one chip for each mode, exactly one chosen."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QMenu, QScrollArea, QSizePolicy, QWidget

from desktop.conversation.chip_rows import ChipRows, in_rows
from desktop.conversation.mode_chip import CHIP_HEIGHT, Density, ModeChip
from desktop.conversation.mode_face import AUTO_KEYS, ModeFace, auto_face, face_of
from desktop.theme import Theme, own_viewport, with_text
from models.texts import Phrasebook

if TYPE_CHECKING:
    from models.sampling import Preset

_BETWEEN = 4  # rows
_MOST_ROWS = 3


class ModeBar(QScrollArea):
    """Mode chips; `mode_chosen` carries the id of the mode the user picks, also the chosen one once more.

    A mode of the user's own has a menu, by the right button or the menu key.

    Tab reaches the chosen chip; arrow keys, Home and End choose from there; Alt and a mode's own digit, or Alt+A for
    Auto, choose it from anywhere in the window. Where the room is scarce the chips lose their icons, then they stand in
    several rows; names they always have. The bar scrolls where they are more than three rows.
    """

    mode_chosen = Signal(str)
    edit_requested = Signal(str)  # a mode of the user's own
    remove_requested = Signal(str)

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._say = say
        self._theme = theme
        self._chips: list[ModeChip] = []
        self._routed: tuple[Preset | None, float] = (None, 0.0)
        self._shortcuts: list[QShortcut] = []
        self._buttons = QButtonGroup(self)
        self._rows = ChipRows(Density.FULL, ())
        self._content = QWidget()
        self.setWidget(self._content)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("modes.title"))
        self._content.setAutoFillBackground(False)
        self._buttons.buttonClicked.connect(self._on_clicked)

    def set_modes(self, presets: Sequence[Preset]) -> None:
        """Show these modes, with what they mean on the loaded model; the chosen one stays chosen."""
        chosen = self._current()
        self._clear()
        names = [
            auto_face(one, one.settings.temperature if one else 0.0, say=self._say).name for one in (None, *presets)
        ]
        self._add(ModeChip(self._auto_face(), say=self._say, theme=self._theme, names=names), AUTO_KEYS)
        for preset in presets:
            face = face_of(preset, say=self._say)
            self._add(ModeChip(face, say=self._say, theme=self._theme), face.keys)
        self._fit()
        if chosen is not None:
            self.set_current(chosen.mode_id, changed=chosen.changed)

    def show_routed(self, routed: Preset | None, temperature: float) -> None:
        """Show what Auto picks for the question that is typed, and the temperature; None where there is no question."""
        self._routed = (routed, temperature)
        for chip in self._chips[:1]:
            chip.show_face(self._auto_face())
        self._place()

    def set_current(self, mode_id: str, *, changed: bool = False) -> None:
        """Show which mode is chosen, and whether its settings were changed. Tells nobody."""
        for chip in self._chips:
            is_chosen = chip.mode_id == mode_id
            chip.setChecked(is_chosen)
            chip.set_changed(changed=is_chosen and changed)
            chip.setFocusPolicy(Qt.FocusPolicy.TabFocus if is_chosen else Qt.FocusPolicy.NoFocus)
        self._place()
        self._show_chosen()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for chip in self._chips:
            chip.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for the height of the rows, at most of three."""
        rows = min(max(len(self._rows.rows), 1), _MOST_ROWS)  # also before there are any: one is there to come
        return QSize(0, rows * (with_text(CHIP_HEIGHT, self.font()) + _BETWEEN) - _BETWEEN)

    def minimumSizeHint(self) -> QSize:
        """Be as narrow as wanted, and as high as the rows are then."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much of the modes as the width allows."""
        super().resizeEvent(event)
        self._fit()
        self._show_chosen()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for larger texts."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)  # when the chips have taken the new font too

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with a mode of the user's own."""
        by_keys = event.reason() is QContextMenuEvent.Reason.Keyboard
        child = (
            self._current() if by_keys else self._content.childAt(self._content.mapFrom(self.viewport(), event.pos()))
        )
        if not isinstance(child, ModeChip) or not child.is_own:
            event.ignore()
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for text, asked in (("preset.edit", self.edit_requested), ("preset.remove", self.remove_requested)):
            menu.addAction(self._say(text)).triggered.connect(partial(asked.emit, child.mode_id))
        menu.popup(child.mapToGlobal(child.rect().bottomLeft()) if by_keys else event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the neighbour by the arrow keys, the first and last by Home and End."""
        chosen = self._current()
        if chosen is None:
            super().keyPressEvent(event)
            return
        here, last = self._chips.index(chosen), len(self._chips) - 1
        keys = Qt.Key
        targets = {
            keys.Key_Left: max(here - 1, 0),
            keys.Key_Right: min(here + 1, last),
            keys.Key_Up: self._chips.index(self._rows.beside(chosen, -1)),
            keys.Key_Down: self._chips.index(self._rows.beside(chosen, 1)),
            keys.Key_Home: 0,
            keys.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        elif target != here:
            self._chips[target].click()

    def _auto_face(self) -> ModeFace:
        routed, temperature = self._routed
        return auto_face(routed, temperature, say=self._say)

    def _add(self, chip: ModeChip, keys: str) -> None:
        self._chips.append(chip)
        self._buttons.addButton(chip)
        chip.setParent(self._content)
        chip.show()
        if keys:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(chip.click)
            self._shortcuts.append(shortcut)

    def _current(self) -> ModeChip | None:
        return next((chip for chip in self._chips if chip.isChecked()), None)

    def _clear(self) -> None:
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)  # until it is gone the new one with its keys would be ambiguous
            shortcut.deleteLater()
        for chip in self._chips:
            self._buttons.removeButton(chip)
            chip.hide()
            chip.deleteLater()
        self._shortcuts.clear()
        self._chips.clear()

    def _fit(self) -> None:
        """Break the rows anew."""
        self._rows = in_rows(self._chips, self.viewport().width()) if self._chips else ChipRows(Density.FULL, ())
        for chip in self._chips:
            chip.set_density(self._rows.density)
        self._place()
        self.updateGeometry()

    def _place(self) -> None:
        """Put the chips where their rows are, each as wide as it is now."""
        y, height = 0, with_text(CHIP_HEIGHT, self.font())
        for row in self._rows.rows:
            x = 0
            for chip in row:
                chip.setGeometry(x, y, chip.sizeHint().width(), height)
                x += chip.width() + self._rows.density.gap
            y += height + _BETWEEN
        self._content.resize(self.viewport().width(), max(y - _BETWEEN, 0))

    def _show_chosen(self) -> None:
        chosen = self._current()
        if chosen is not None:
            self.ensureWidgetVisible(chosen, 0, 0)

    def _on_clicked(self, chip: ModeChip) -> None:
        had_focus = any(one.hasFocus() for one in self._chips)
        self.set_current(chip.mode_id)
        if had_focus:
            chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self.mode_chosen.emit(chip.mode_id)
