"""The window: sidebar | conversation | settings panel. It only lays out; controllers say what happens."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.conversation import Composer, EmptyState, ModeBar
from desktop.exchange import MenuButton
from desktop.lab import LabButton
from desktop.library import ModelPicker, ModelsButton
from desktop.settings import GenerationPanel
from desktop.sidebar import SEARCH_KEYS, Sidebar
from desktop.status import StatusStrip
from desktop.theme import Role, Theme, ToolButton, set_role
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.conversation import Comparison, FindBar, Transcript
    from desktop.notices import NoticeBar

_COLUMN = 800
_MARGIN = 16
_GAP = 8
_COMPARED = 2  # parts of the height, the messages above have one
_NOTICES_PLACE = 1  # below the bar at the top
_SMALLEST = QSize(640, 480)
_ROOMY = 980
"""Below this width the settings panel takes the sidebar's place instead of squeezing the conversation."""


class _Themed(Protocol):
    def apply_theme(self, theme: Theme) -> None: ...


class Window(QWidget):
    """The parts of the window, in their places. `closing` comes before it closes.

    `transcript`, `comparison` and `notices` are made when they are first asked for: nothing of them is in the window's
    first frame.
    """

    closing = Signal()
    model_dropped = Signal(Path)
    files_dropped = Signal(object)  # tuple[Path, ...]
    preferences_requested = Signal()
    models_requested = Signal()
    lab_requested = Signal()
    new_requested = Signal()
    about_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme, models_folder: Path, font_scale: float = 1.0) -> None:
        super().__init__()
        self._font_scale = font_scale
        self._say = say
        self._theme = theme
        self.setWindowTitle(say("start.title"))
        self.setAcceptDrops(True)
        self.setMinimumSize(_SMALLEST)
        set_role(self, Role.SURFACE)
        self.sidebar = Sidebar(say=say, theme=theme)
        self.picker = ModelPicker(models_folder=models_folder, say=say, theme=theme)
        self.empty = EmptyState(say=say, theme=theme)
        self.mode_bar = ModeBar(say=say, theme=theme)
        self.composer = Composer(say=say, theme=theme)
        self.status = StatusStrip(say=say, theme=theme)
        self.panel = GenerationPanel(say=say, theme=theme)
        self._sidebar_button = ToolButton("sidebar", name=say("window.sidebar.help"), theme=theme)
        self._panel_button = ToolButton("panel", name=say("window.panel.help"), theme=theme)
        self._preferences_button = ToolButton("preferences", name=say("window.preferences.help"), theme=theme)
        self.models_button = ModelsButton(say=say, theme=theme)
        self.lab_button = LabButton(say=say, theme=theme)
        self.menu_button = MenuButton(say=say, theme=theme)
        for button in (self._sidebar_button, self._panel_button):
            button.setCheckable(True)
        self._middle = QStackedWidget()
        self._middle.addWidget(self.empty)
        self._lay_out()
        self._connect()
        self.apply_theme(theme)

    @cached_property
    def transcript(self) -> Transcript:
        """The messages of a conversation."""
        from desktop.conversation import Transcript

        transcript = Transcript(say=self._say, theme=self._theme)
        transcript.set_font_scale(self._font_scale)
        self._middle.addWidget(transcript)
        return transcript

    @cached_property
    def comparison(self) -> Comparison:
        """Answers beside each other, below the messages that they belong to."""
        from desktop.conversation import Comparison

        comparison = Comparison(say=self._say, theme=self._theme, font_scale=self._font_scale)
        self._centre.insertWidget(self._centre.indexOf(self._middle) + 1, comparison, _COMPARED)
        return comparison

    @cached_property
    def notices(self) -> NoticeBar:
        """The notices above the conversation."""
        from desktop.notices import NoticeBar

        notices = NoticeBar(say=self._say, theme=self._theme)
        self._centre.insertWidget(_NOTICES_PLACE, notices)
        return notices

    @cached_property
    def find_bar(self) -> FindBar:
        """The bar that finds texts in the conversation."""
        from desktop.conversation import FindBar

        return FindBar(self.transcript, finder=self.transcript.finder, say=self._say, theme=self._theme)

    @property
    def sidebar_open(self) -> bool:
        """Whether the user wants the sidebar."""
        return self._sidebar_button.isChecked()

    @property
    def panel_open(self) -> bool:
        """Whether the user wants the settings panel."""
        return self._panel_button.isChecked()

    def open_parts(self, *, sidebar: bool, panel: bool) -> None:
        """Show or hide sidebar and settings panel."""
        self._sidebar_button.setChecked(sidebar)
        self._panel_button.setChecked(panel)
        self._show_parts()

    def show_transcript(self, *, anything: bool) -> None:
        """Show the transcript, or the welcome of an empty conversation."""
        self._middle.setCurrentWidget(self.transcript if anything else self.empty)

    def set_font_scale(self, scale: float) -> None:
        """Draw texts larger or smaller where the application's font does not reach; 1 is normal."""
        self._font_scale = scale
        for name in ("transcript", "comparison"):
            if name in vars(self):
                vars(self)[name].set_font_scale(scale)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        themed: tuple[_Themed, ...] = (
            *(self.sidebar, self.picker, self.empty, self.mode_bar, self.composer, self.status, self.panel),
            *(
                vars(self)[name] for name in ("transcript", "comparison", "notices", "find_bar") if name in vars(self)
            ),  # only those made so far
        )
        for part in themed:
            part.apply_theme(theme)
        for button in (
            self._sidebar_button,
            self._panel_button,
            self._preferences_button,
            self.models_button,
            self.lab_button,
            self.menu_button,
        ):
            button.apply_theme(theme)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window closes, so that nothing typed is lost."""
        self.closing.emit()
        event.accept()

    def resizeEvent(self, event: object) -> None:
        """Make room for the conversation where the window is narrow."""
        del event
        self._show_parts()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if _dropped_files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the model file that was dropped, or hand over the files that may go with the question."""
        paths = _dropped_files(event)
        if paths:
            event.acceptProposedAction()
            if len(paths) == 1 and paths[0].suffix.lower() == ".gguf":
                self.model_dropped.emit(paths[0])
            else:
                self.files_dropped.emit(paths)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(_GAP)
        top.addWidget(self._sidebar_button)
        top.addWidget(self.picker)
        top.addStretch(1)
        top.addWidget(self.menu_button)
        top.addWidget(self.lab_button)
        top.addWidget(self.models_button)
        top.addWidget(self._preferences_button)
        top.addWidget(self._panel_button)
        bottom = self.bottom = QVBoxLayout()
        bottom.setSpacing(_GAP)
        for part in (self.mode_bar, self.composer, self.status):
            part.setMaximumWidth(_COLUMN)
            bottom.addWidget(part)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addLayout(bottom, 100)
        centred.addStretch(1)
        centre = self._centre = QVBoxLayout()
        centre.setContentsMargins(_MARGIN, _GAP, _MARGIN, _GAP)
        centre.setSpacing(_GAP)
        centre.addLayout(top)
        centre.addWidget(self._middle, 1)
        centre.addLayout(centred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(centre, 1)
        row.addWidget(self.panel)

    def _connect(self) -> None:
        self._sidebar_button.clicked.connect(self._show_parts)
        self._panel_button.clicked.connect(self._show_parts)
        self.panel.fold_requested.connect(self._panel_button.click)
        self._preferences_button.clicked.connect(self.preferences_requested)
        self.models_button.clicked.connect(self.models_requested)
        self.lab_button.clicked.connect(self.lab_requested)
        self.menu_button.about_requested.connect(self.about_requested)
        for keys, action in (
            ("Ctrl+B", self._sidebar_button.click),
            ("Ctrl+Shift+S", self._panel_button.click),
            ("Ctrl+,", self.preferences_requested.emit),
            ("Ctrl+N", self.new_requested.emit),
            (self.models_button.keys, self.models_requested.emit),
            (self.lab_button.keys, self.lab_requested.emit),
            ("Ctrl+F", self._on_find),
            ("Ctrl+L", self.composer.setFocus),
            (SEARCH_KEYS, self._on_search),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _on_search(self) -> None:
        """Put the focus into the search field, where the sidebar may have to be opened for it."""
        if not self.sidebar.isVisible():
            self.open_parts(sidebar=True, panel=self.panel_open and self.width() >= _ROOMY)
        self.sidebar.focus_search()

    def _on_find(self) -> None:
        if self._middle.currentWidget() is not self.empty:
            self.find_bar.open(self.transcript.selected_text())

    def _show_parts(self) -> None:
        roomy = self.width() >= _ROOMY
        self.panel.setVisible(self.panel_open)
        self.sidebar.setVisible(self.sidebar_open and (roomy or not self.panel_open))


def _dropped_files(event: QDropEvent) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
