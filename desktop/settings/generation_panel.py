"""The settings panel beside a conversation: how the next answer is generated."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import Role, Theme, set_role, with_text
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.settings.panel_body import PanelBody
    from models.engine import EngineSettings
    from models.sampling import Preset, SamplingSettings

PANEL_WIDTH = 320
"""Width the panel asks for at text scale 1."""


class GenerationPanel(QFrame):
    """Shows and edits the settings of the next answer, the instructions, and the engine's settings.

    `settings_changed` carries the whole `SamplingSettings` after each change the user makes, `engine_settings_changed`
    the `EngineSettings` when they are applied. Nothing is emitted by the other methods, and showing a field what it
    already holds does not disturb what is being typed there.

    The parts are made when the panel is first shown: they cost a tenth of a second, and the panel starts folded away.
    """

    settings_changed = Signal(object)
    reset_requested = Signal()
    authors_requested = Signal()
    preset_requested = Signal()
    instructions_changed = Signal(str)
    engine_settings_changed = Signal(object)
    fold_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._theme = theme
        self._body: PanelBody | None = None
        self._waiting: dict[str, Callable[[PanelBody], None]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        set_role(self, Role.WINDOW)
        self.setAccessibleName(say("panel.title"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_settings(self, settings: SamplingSettings, preset: Preset, *, model: str = "", auto: bool = False) -> None:
        """Show the settings of a conversation, against what its mode sets on the model named `model`.

        `auto` says that the mode follows from the question.
        """
        self._do("settings", lambda body: body.show_settings(settings, preset, model=model, auto=auto))

    def show_instructions(self, text: str) -> None:
        """Show the instructions of a conversation."""
        self._do("instructions", lambda body: body.show_instructions(text))

    def show_engine_settings(self, settings: EngineSettings) -> None:
        """Show what models are loaded with. Where that is another than before, changes not applied are given up."""
        self._do("engine", lambda body: body.show_engine_settings(settings))

    def set_context(self, tokens: int) -> None:
        """Offer lengths up to the context's size, in tokens."""
        self._do("context", lambda body: body.set_context(tokens))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._body is not None:
            self._body.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for the panel's width, which grows with the text."""
        usual = QSize(with_text(PANEL_WIDTH, self.font()), super().sizeHint().height())
        return usual.expandedTo(self.minimumSizeHint())

    def showEvent(self, event: QShowEvent) -> None:
        """Make the parts before they are seen for the first time."""
        if self._body is None:
            self._make_body()
        super().showEvent(event)

    def _do(self, what: str, action: Callable[[PanelBody], None]) -> None:
        """Do something to the parts: now, or when they are made; only the last of each kind matters."""
        if self._body is None:
            self._waiting[what] = action
        else:
            action(self._body)

    def _make_body(self) -> None:
        from desktop.settings.panel_body import PanelBody

        body = self._body = PanelBody(say=self._say, theme=self._theme)
        for action in self._waiting.values():
            action(body)
        self._waiting.clear()
        body.settings_changed.connect(self.settings_changed)
        body.reset_requested.connect(self.reset_requested)
        body.authors_requested.connect(self.authors_requested)
        body.preset_requested.connect(self.preset_requested)
        body.instructions_changed.connect(self.instructions_changed)
        body.engine_settings_changed.connect(self.engine_settings_changed)
        body.fold_requested.connect(self.fold_requested)
        self._column.addWidget(body)
        body.show()
