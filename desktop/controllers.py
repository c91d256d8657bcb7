"""The controllers of one window, connected with each other and with what outlives the window."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.control import (
    AboutController,
    AheadController,
    Answering,
    Arrivals,
    AttachController,
    AutoController,
    ComparingController,
    ConversationController,
    Downloading,
    EngineBridge,
    ExcerptController,
    ExchangeController,
    GenerationController,
    KeepingController,
    LabBehind,
    LabController,
    LibraryController,
    MeasuringController,
    ModelController,
    ModelLoading,
    NetworkController,
    OfferController,
    PresetController,
    PressureController,
    ProgressController,
    RecordController,
    RunningSweep,
    SamplingChoice,
    SidebarController,
    TreeController,
    Undoing,
    UnfinishedEdits,
)
from desktop.settings import NetworkGroup
from desktop.theme import Theme
from desktop.window import Window
from models.engine import EngineSettings, Loaded, OutOfMemoryError
from models.errors import Text, UserError
from models.files import ChecksumCache
from models.history import History
from models.paths import Paths
from models.presets import PresetStore
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
    lab: RunningSweep
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
        self.sidebar = SidebarController(
            sidebar=window.sidebar,
            history=backstage.history,
            bridge=backstage.bridge,
            answering=backstage.answering,
            conversation=self.conversation,
            transcript=window.transcript,
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
        self._make_others(backstage, theme)
        self._make_tree(backstage)
        self.library = self._about_models(backstage, theme)
        self.keeping = _keeping(backstage, self.conversation, window=window, say=say, theme=theme)
        self.presets = _presets(backstage, window, self._generation, say, theme)
        self.lab = _lab(backstage, window=window, settings=store, theme=theme, say=say)
        self.pressure = _pressure(backstage, self._offers, window=window, store=store, say=say)
        self.use_engine_as(preferences)
        self._connect()
        self._show_engine_settings()
        if self._loading.current is not None:
            self._on_loaded(self._loading.current)

    def use_engine_as(self, preferences: Preferences) -> None:
        """Take what the user allows the engine to do."""
        self._ahead.allow(preferences.work_ahead)
        self._answering.old_thinking = preferences.old_thinking
        self.pressure.refresh()

    def show_network(self, group: NetworkGroup) -> None:
        """Bring the part of the preferences about the network to life."""
        NetworkController(group=group, downloading=self._downloading, say=self._say)

    def _make_others(self, backstage: Backstage, theme: Theme) -> None:
        """Make what stands on the conversation."""
        self.exchange = ExchangeController(
            menu=self._window.menu_button,
            history=backstage.history,
            conversation=self.conversation,
            notices=lambda: self._window.notices,
            say=self._say,
            window=self._window,
        )
        self._attaching = AttachController(
            composer=self._window.composer,
            transcript=self._window.transcript,
            history=backstage.history,
            bridge=backstage.bridge,
            loading=backstage.loading,
            say=self._say,
        )
        self._auto = AutoController(  # before what works ahead: that asks for what this one found
            choice=backstage.choice, conversation=self.conversation, composer=self._window.composer
        )
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
        self.about = _about(backstage, self._window, self._say, theme)
        self._excerpts = ExcerptController(
            transcript=self._window.transcript, composer=self._window.composer, say=self._say, window=self._window
        )
        self._offers = OfferController(
            loading=backstage.loading, notices=lambda: self._window.notices, say=self._say, parent=self
        )

    def _make_tree(self, backstage: Backstage) -> None:
        """Make what is done with single messages."""
        window = self._window
        self._tree = TreeController(
            history=backstage.history,
            answering=backstage.answering,
            conversation=self.conversation,
            transcript=window.transcript,
            undoing=Undoing(notices=lambda: window.notices, say=self._say, parent=self),
            parent=self,
        )
        self.edits = _edits(backstage, window, self)
        self._comparing = ComparingController(
            history=backstage.history,
            answering=backstage.answering,
            conversation=self.conversation,
            comparison=lambda: window.comparison,
            parent=self,
        )
        self.edits.reopened.connect(window.transcript.edit_requested)
        self._tree.list_changed.connect(self.conversation.list_changed)
        self._tree.failed.connect(self.failed)
        self._comparing.failed.connect(self.failed)
        self._comparing.link_activated.connect(_open_link)

    def _about_models(self, backstage: Backstage, theme: Theme) -> LibraryController:
        library = _library(backstage, self._window, self._say, theme)
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
        for part in (
            self.conversation,
            self.keeping,
            self.sidebar,
            self.models,
            self.library,
            self.presets,
            self.lab,
            self._attaching,
            self._excerpts,
            self.exchange,
        ):
            part.failed.connect(self.failed)
        self.presets.notice.connect(self.notice)
        self._answering.unsaved.connect(self.failed)
        self._answering.failed.connect(self._on_answer_failed)
        self._answering.faulty.connect(self.notice)
        self._loading.loaded.connect(self._on_loaded)
        self.models.notice.connect(self.notice)
        self.models.ran_out.connect(self._on_ran_out)
        self.progress.notice.connect(self.notice)
        self.pressure.notice.connect(self.notice)
        self.pressure.failed.connect(self.failed)
        self.sidebar.deleted.connect(self._bridge.forget)
        self.conversation.shown.connect(self._on_shown)
        self._generation.instructions_changed.connect(self.conversation.set_instructions)
        self._generation.engine_settings_changed.connect(self._on_engine_settings)
        window.model_dropped.connect(self.models.open)
        self.sidebar.export_requested.connect(self.exchange.export)
        self.exchange.imported.connect(self.sidebar.refresh)
        self.exchange.branch_requested.connect(window.transcript.branch_requested)
        self.exchange.archive_requested.connect(window.sidebar.requests.archive)
        window.files_dropped.connect(self._attaching.offer)
        self._attaching.model_found.connect(self.models.open)
        window.new_requested.connect(self.sidebar.new)
        for asked in (window.models_requested, window.picker.get_requested, window.empty.get_requested):
            asked.connect(self.library.open)
        window.lab_requested.connect(self.lab.open)
        window.about_requested.connect(self.about.open)
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

    def _on_shown(self, conversation: int | None, anything: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._window.show_transcript(anything=anything)
        self._window.panel.show_instructions(self.conversation.instructions)
        self.progress.show_conversation()
        self.presets.show_conversation(conversation)

    def _show_engine_settings(self) -> None:
        self._window.panel.show_engine_settings(self._loading.engine_settings)

    def _on_engine_settings(self, settings: EngineSettings) -> None:
        try:
            self._loading.reload(settings)
        except UserError as error:
            self._show_engine_settings()
            self.failed.emit(error)


def _edits(backstage: Backstage, window: Window, parent: QObject) -> UnfinishedEdits:
    file = backstage.paths.unfinished_edits if backstage.history.is_kept else None
    return UnfinishedEdits(editing=window.transcript.editing, file=file, parent=parent)


def _keeping(
    backstage: Backstage, conversation: ConversationController, *, window: Window, say: Phrasebook, theme: Theme
) -> KeepingController:
    return KeepingController(
        history=backstage.history,
        conversation=conversation,
        place=window.bottom,
        asking=(window.composer, window.mode_bar),
        say=say,
        theme=theme,
    )


def _library(backstage: Backstage, window: Window, say: Phrasebook, theme: Theme) -> LibraryController:
    return LibraryController(
        downloading=backstage.downloading,
        loading=backstage.loading,
        answering=backstage.answering,
        checksums=backstage.checksums,
        paths=backstage.paths,
        theme=theme,
        say=say,
        window=window,
    )


def _about(backstage: Backstage, window: Window, say: Phrasebook, theme: Theme) -> AboutController:
    return AboutController(
        downloading=backstage.downloading, paths=backstage.paths, theme=theme, say=say, window=window
    )


def _presets(
    backstage: Backstage, window: Window, generation: GenerationController, say: Phrasebook, theme: Theme
) -> PresetController:
    return PresetController(
        store=PresetStore(backstage.paths.presets),
        choice=backstage.choice,
        panel=window.panel,
        generation=generation,
        notices=lambda: window.notices,
        say=say,
        theme=theme,
        mode_bar=window.mode_bar,
    )


def _lab(
    backstage: Backstage, *, window: Window, settings: SettingsStore, theme: Theme, say: Phrasebook
) -> LabController:
    return LabController(
        behind=LabBehind(
            running=backstage.lab,
            loading=backstage.loading,
            choice=backstage.choice,
            settings=settings,
            paths=backstage.paths,
        ),
        button=window.lab_button,
        theme=theme,
        say=say,
        window=window,
    )


def _pressure(
    backstage: Backstage, offers: OfferController, *, window: Window, store: SettingsStore, say: Phrasebook
) -> PressureController:
    return PressureController(
        bridge=backstage.bridge,
        loading=backstage.loading,
        choice=backstage.choice,
        offers=offers,
        store=store,
        notices=lambda: window.notices,
        say=say,
        parent=window,
    )


def _open_link(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
