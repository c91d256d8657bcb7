"""The controllers of one window, connected with each other and with what outlives the window."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.control import (
    AheadController,
    Answering,
    Arrivals,
    ConversationController,
    Downloading,
    EngineBridge,
    GenerationController,
    LibraryController,
    MeasuringController,
    ModelController,
    ModelLoading,
    NetworkController,
    OfferController,
    ProgressController,
    RecordController,
    SamplingChoice,
    SidebarController,
)
from desktop.settings import NetworkGroup
from desktop.theme import Theme
from desktop.window import Window
from models.engine import EngineSettings, Loaded, OutOfMemoryError
from models.errors import Text, UserError
from models.files import ChecksumCache
from models.history import History
from models.paths import Paths
from models.sampling import file_sampling
from models.settings import Preferences, SettingsStore
from models.texts import Phrasebook


@dataclass(frozen=True)
class Backstage:
    """What outlives a window: history, engine, answer, model and downloads, and where their files are."""

    history: History
    bridge: EngineBridge
    answering: Answering
    loading: ModelLoading
    choice: SamplingChoice
    downloading: Downloading
    checksums: ChecksumCache
    paths: Paths


class Controllers(QObject):
    """Brings the parts of a window to life. They end with the window."""

    failed = Signal(UserError)
    notice = Signal(Text)

    def __init__(
        self,
        backstage: Backstage,
        *,
        window: Window,
        say: Phrasebook,
        theme: Theme,
        store: SettingsStore,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._loading = backstage.loading
        self._answering = backstage.answering
        self._choice = backstage.choice
        self._bridge = backstage.bridge
        self._downloading = backstage.downloading
        self._say = say
        self.conversation = ConversationController(
            history=backstage.history,
            answering=backstage.answering,
            choice=backstage.choice,
            transcript=window.transcript,
            composer=window.composer,
            say=say,
            window=window,
        )
        self._sidebar = SidebarController(
            sidebar=window.sidebar,
            history=backstage.history,
            answering=backstage.answering,
            conversation=self.conversation,
            say=say,
        )
        self._generation = GenerationController(mode_bar=window.mode_bar, panel=window.panel, choice=backstage.choice)
        self.models = ModelController(
            picker=window.picker, loading=backstage.loading, store=store, say=say, window=window
        )
        self.progress = ProgressController(
            bridge=backstage.bridge,
            answering=backstage.answering,
            loading=backstage.loading,
            composer=window.composer,
            empty=window.empty,
            status=window.status,
        )
        self._make_others(backstage)
        self.library = self._about_models(backstage, theme)
        self.use_engine_as(preferences)
        self._connect()
        self._show_engine_settings()
        if self._loading.current is not None:
            self._on_loaded(self._loading.current)

    def use_engine_as(self, preferences: Preferences) -> None:
        """Take what the user allows the engine to do."""
        self._ahead.allow(preferences.work_ahead)
        self._answering.old_thinking = preferences.old_thinking

    def show_network(self, group: NetworkGroup) -> None:
        """Bring the part of the preferences about the network to life."""
        NetworkController(group=group, downloading=self._downloading, say=self._say)

    def _make_others(self, backstage: Backstage) -> None:
        """Make what stands on the conversation."""
        self._ahead = AheadController(
            bridge=backstage.bridge,
            answering=backstage.answering,
            conversation=self.conversation,
            composer=self._window.composer,
        )
        self._records = RecordController(
            bridge=backstage.bridge,
            history=backstage.history,
            answering=backstage.answering,
            transcript=self._window.transcript,
            say=self._say,
            window=self._window,
        )
        self.measuring = MeasuringController(
            answering=backstage.answering, loading=backstage.loading, say=self._say, window=self._window
        )
        self._offers = OfferController(
            loading=backstage.loading, notices=lambda: self._window.notices, say=self._say, parent=self
        )

    def _about_models(self, backstage: Backstage, theme: Theme) -> LibraryController:
        library = LibraryController(
            downloading=backstage.downloading,
            loading=backstage.loading,
            answering=backstage.answering,
            checksums=backstage.checksums,
            paths=backstage.paths,
            theme=theme,
            say=self._say,
            window=self._window,
        )
        self._arrivals = Arrivals(
            library=library,
            downloading=backstage.downloading,
            loading=backstage.loading,
            say=self._say,
            window=self._window,
        )
        return library

    def _connect(self) -> None:
        window = self._window
        for part in (self.conversation, self._sidebar, self.models, self.library):
            part.failed.connect(self.failed)
        self._answering.unsaved.connect(self.failed)
        self._answering.failed.connect(self._on_answer_failed)
        self._answering.faulty.connect(self.notice)
        self._loading.loaded.connect(self._on_loaded)
        self.models.notice.connect(self.notice)
        self.models.ran_out.connect(self._on_ran_out)
        self.progress.notice.connect(self.notice)
        self._sidebar.deleted.connect(self._bridge.forget)
        self.conversation.shown.connect(self._on_shown)
        self._generation.instructions_changed.connect(self.conversation.set_instructions)
        self._generation.engine_settings_changed.connect(self._on_engine_settings)
        window.model_dropped.connect(self.models.open)
        window.new_requested.connect(self._sidebar.new)
        for asked in (window.models_requested, window.picker.get_requested, window.empty.get_requested):
            asked.connect(self.library.open)
        window.empty.example_chosen.connect(window.composer.propose)
        window.empty.model_requested.connect(window.picker.open_list)
        window.transcript.link_activated.connect(_open_link)

    def _on_answer_failed(self, _answer: int, error: UserError) -> None:
        loaded = self._loading.current
        if isinstance(error, OutOfMemoryError) and loaded is not None:
            self._on_ran_out(Path(loaded.model.path), error)
        else:
            self.failed.emit(error)

    def _on_ran_out(self, path: Path, error: OutOfMemoryError) -> None:
        if error.next_plan is not None:
            self._offers.show(path, error, error.next_plan)
        else:
            self.failed.emit(error)

    def _on_loaded(self, loaded: Loaded) -> None:
        header = self._loading.header
        self._choice.use_model(loaded, file_sampling(header.sampling) if header else None)
        self._generation.show_model(loaded.model.name)
        self._window.panel.set_context(loaded.engine.context)
        self._show_engine_settings()

    def _on_shown(self, _conversation: int | None, anything: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._window.show_transcript(anything=anything)
        self._window.panel.show_instructions(self.conversation.instructions)
        self.progress.show_conversation()

    def _show_engine_settings(self) -> None:
        self._window.panel.show_engine_settings(self._loading.engine_settings)

    def _on_engine_settings(self, settings: EngineSettings) -> None:
        try:
            self._loading.reload(settings)
        except UserError as error:
            self._show_engine_settings()
            self.failed.emit(error)


def _open_link(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
