"""Brings mode bar, settings panel and the choice of the conversation on screen together."""

from PySide6.QtCore import QObject, Signal

from desktop.control.sampling_choice import SamplingChoice
from desktop.conversation import ModeBar
from desktop.settings import GenerationPanel
from models.catalog import modes


class GenerationController(QObject):
    """Shows the choice in both places, and takes it from both."""

    instructions_changed = Signal(str)

    def __init__(self, *, mode_bar: ModeBar, panel: GenerationPanel, choice: SamplingChoice) -> None:
        super().__init__(panel)
        self._mode_bar = mode_bar
        self._panel = panel
        self._choice = choice
        self._model = ""
        mode_bar.mode_chosen.connect(choice.choose_mode)
        panel.settings_changed.connect(choice.take_settings)
        panel.reset_requested.connect(choice.reset)
        panel.authors_requested.connect(choice.take_authors_settings)
        panel.instructions_changed.connect(self.instructions_changed)
        choice.changed.connect(self.refresh)
        self.show_model("")

    @property
    def model(self) -> str:
        """The name of the model, "" while there is none."""
        return self._model

    def show_model(self, name: str) -> None:
        """Show what the modes mean on another model."""
        self._model = name
        self.show_modes()

    def show_modes(self) -> None:
        """Show the modes that there are now, the user's own behind the built-in ones."""
        choice = self._choice
        ids = (*(mode.id for mode in modes()), *(one.id for one in choice.own.fitting(choice.preset.family.id)))
        self._mode_bar.set_modes([choice.preset_of(one) for one in ids])
        self.refresh()

    def refresh(self) -> None:
        """Show the choice as it is now."""
        choice = self._choice
        self._panel.show_settings(choice.settings, choice.preset, model=self._model, auto=choice.is_auto)
        self._mode_bar.show_routed(choice.routed, choice.settings.temperature)
        self._mode_bar.set_current(choice.mode, changed=choice.is_changed)
