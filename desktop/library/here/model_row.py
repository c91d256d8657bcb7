"""A model on this machine: what it is, and everything that can be done with it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QVBoxLayout

from desktop.library.amounts import size_text
from desktop.library.here.task_strip import TaskStrip
from desktop.theme import Role, Theme, ToolButton, plain_label, set_role, text_button
from models.library import InstalledModel
from models.texts import Phrasebook

_MARGIN = 16
_GAP = 8


class ModelRow(QFrame):
    """Shows an `InstalledModel`; tells by its path what the user wants. `targets` are the types it may be turned into.

    What is loaded cannot be removed: the engine reads from it. Nor can what came with the program.
    """

    use_requested = Signal(Path)
    verify_requested = Signal(Path)
    quantize_requested = Signal(Path, str)
    plan_requested = Signal(Path)
    reveal_requested = Signal(Path)
    remove_requested = Signal(Path)
    cancel_requested = Signal(Path)

    def __init__(self, model: InstalledModel, *, targets: Sequence[str], say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self.model = model
        set_role(self, Role.CARD)
        self.setAccessibleName(model.name)
        self._state = plain_label(say("pages.in_use"), Role.GOOD, wraps=False)
        self._use = text_button(say("pages.use"), name=f"{say('pages.use')}: {model.name}")
        self._more = ToolButton("more", name=say("pages.more", name=model.name), theme=theme)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.strip = TaskStrip(say=say)
        self._menu = QMenu(self)
        self._fill_menu(targets)
        self._more.setMenu(self._menu)
        self._lay_out()
        self._use.clicked.connect(lambda: self.use_requested.emit(model.path))
        self.strip.cancel_requested.connect(lambda: self.cancel_requested.emit(model.path))
        self.show_loaded(loaded=False)

    def show_loaded(self, *, loaded: bool) -> None:
        """Show whether this is the loaded model."""
        self._state.setVisible(loaded)
        self._use.setVisible(not loaded and self.model.problem is None)
        self._remove.setEnabled(not loaded)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._more.apply_theme(theme)

    def _lay_out(self) -> None:
        name = plain_label(self.model.name, Role.TITLE)
        name.setToolTip(str(self.model.path))
        broken = self.model.problem is not None
        details = plain_label(self._details(), Role.DANGER if broken else Role.HINT)
        texts = QVBoxLayout()
        texts.setSpacing(_GAP // 2)
        texts.addWidget(name)
        texts.addWidget(details)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addLayout(texts, 1)
        for control in (self._state, self._use, self._more):
            row.addWidget(control)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _GAP + 2, _GAP + 2, _GAP + 2)
        column.setSpacing(_GAP)
        column.addLayout(row)
        self.strip.setContentsMargins(0, 0, _MARGIN - _GAP - 2, 0)
        column.addWidget(self.strip)

    def _fill_menu(self, targets: Sequence[str]) -> None:
        say, path, usable = self._say, self.model.path, self.model.problem is None
        menu = self._menu
        menu.addAction(say("pages.verify"), lambda: self.verify_requested.emit(path))
        if usable:
            menu.addAction(say("pages.plan"), lambda: self.plan_requested.emit(path))
        if targets and usable:
            kinds = menu.addMenu(say("pages.quantize"))
            for target in targets:
                kinds.addAction(target, partial(self.quantize_requested.emit, path, target))
        menu.addAction(say("pages.reveal"), lambda: self.reveal_requested.emit(path))
        separator = menu.addSeparator()
        remove = say("pages.remove.reference") if self.model.in_place else say("pages.remove")
        self._remove = menu.addAction(remove, lambda: self.remove_requested.emit(path))
        for action in (separator, self._remove):
            action.setVisible(not self.model.bundled)

    def _details(self) -> str:
        say, model = self._say, self.model
        if model.problem is not None:
            return say.phrase(model.problem)
        parts = (
            say(f"picker.{model.role.value}") if model.role else "",
            model.quantization,
            size_text(model.bytes, say),
            say("picker.context", tokens=f"{model.context:,}") if model.context is not None else "",
            say("pages.bundled") if model.bundled else say("pages.in_place") if model.in_place else "",
        )
        return " · ".join(part for part in parts if part)
