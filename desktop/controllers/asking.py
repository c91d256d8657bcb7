"""What the next question is asked with: the mode and its settings, the files beside it, and the work ahead of it."""

from PySide6.QtCore import QObject

from desktop.control import (
    AheadController,
    AttachController,
    AutoController,
    ConversationController,
    GenerationController,
    PresetController,
)
from desktop.controllers.group import Backstage, Group, Stage
from desktop.theme import Theme
from models.engine import Loaded
from models.presets import PresetStore
from models.sampling import file_sampling
from models.settings import Preferences


class Asking(Group):
    """Brings mode bar, settings panel and composer to life for the question that is being typed."""

    def __init__(
        self, stage: Stage, behind: Backstage, *, conversation: ConversationController, parent: QObject
    ) -> None:
        super().__init__(parent)
        window = stage.window
        self._panel = window.panel
        self._answering = behind.answering
        self._choice = behind.choice
        self._loading = behind.loading
        self._generation = GenerationController(mode_bar=window.mode_bar, panel=window.panel, choice=behind.choice)
        self.attaching = AttachController(
            composer=window.composer,
            transcript=window.transcript,
            history=behind.history,
            bridge=behind.bridge,
            loading=behind.loading,
            say=stage.say,
        )
        self._auto = AutoController(  # before what works ahead: that asks for what this one found
            choice=behind.choice, conversation=conversation, composer=window.composer
        )
        self._ahead = AheadController(
            bridge=behind.bridge,
            answering=behind.answering,
            conversation=conversation,
            composer=window.composer,
        )
        self.presets = PresetController(
            store=PresetStore(behind.paths.presets),
            choice=behind.choice,
            panel=window.panel,
            generation=self._generation,
            notices=stage.notices,
            say=stage.say,
            theme=stage.theme,
            mode_bar=window.mode_bar,
        )
        for part in (self.attaching, self.presets):
            part.failed.connect(self.failed)
        self.presets.notice.connect(self.notice)
        self._generation.instructions_changed.connect(conversation.set_instructions)
        conversation.shown.connect(self.presets.show_conversation)
        behind.loading.loaded.connect(self._on_loaded)
        window.files_dropped.connect(self.attaching.offer)
        window.empty.example_chosen.connect(window.composer.propose)
        if behind.loading.current is not None:
            self._on_loaded(behind.loading.current)

    def use_engine_as(self, preferences: Preferences) -> None:
        """Take what the user allows the engine to do."""
        self._ahead.allow(preferences.work_ahead)
        self._answering.old_thinking = preferences.old_thinking

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.presets.apply_theme(theme)

    def _on_loaded(self, loaded: Loaded) -> None:
        header = self._loading.header
        self._choice.use_model(loaded, file_sampling(header.sampling) if header else None)
        self._generation.show_model(loaded.model.name)
        self._panel.set_context(loaded.engine.context)
