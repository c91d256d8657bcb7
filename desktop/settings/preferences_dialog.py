"""The preferences of the window: how it looks, its language, how a message is sent, the network, where files are."""

from pathlib import Path

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.settings.choice_field import ChoiceField
from desktop.settings.network_group import NetworkGroup
from desktop.settings.scroll_column import ScrollColumn
from desktop.settings.segments import Segments
from desktop.settings.size_slider import SizeSlider
from desktop.theme import Role, Theme, set_role, tooltip, with_text, without_icon
from models.settings import (
    Appearance,
    CalmAnswers,
    Language,
    NetworkSettings,
    OldThinking,
    Preferences,
    WorkAhead,
    declarations,
)
from models.texts import Phrasebook

_WIDTH = 480
_MARGIN = 24
_GAP = 16
_NEAR = 4
_BETWEEN = 2


class PreferencesDialog(QDialog):
    """Shows and edits the preferences; each change is told at once, there is nothing to confirm.

    `network` is the part about the network. `folder` is where every file of the program is; `folder_requested` asks for
    it to be opened, `measuring_requested` for the page that measures the speed, `about_requested` for what there is to
    say about the program.
    """

    appearance_chosen = Signal(Appearance)
    language_chosen = Signal(Language)
    font_scale_chosen = Signal(float)
    enter_sends_chosen = Signal(bool)
    work_ahead_chosen = Signal(WorkAhead)
    old_thinking_chosen = Signal(OldThinking)
    calm_answers_chosen = Signal(CalmAnswers)
    folder_requested = Signal()
    measuring_requested = Signal()
    about_requested = Signal()

    def __init__(
        self,
        preferences: Preferences,
        network: NetworkSettings,
        *,
        say: Phrasebook,
        theme: Theme,
        folder: Path,
        version: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        known = {item.name: item for item in declarations(Preferences)}
        self._say = say
        self._rows = 0
        self._theme_choice = Segments(
            [(choice, say(f"choice.theme.{choice.value}")) for choice in Appearance], name=say("setting.theme.label")
        )
        self._language = ChoiceField("language", Language, say=say)
        self._language.setAccessibleName(say("setting.language.label"))
        self._size = SizeSlider(known["font_scale"], say=say, theme=theme)
        self._enter = QCheckBox(say("setting.enter_sends.label"))
        self._ahead = ChoiceField("work_ahead", WorkAhead, say=say)
        self._ahead.setAccessibleName(say("setting.work_ahead.label"))
        self._calm = ChoiceField("calm_answers", CalmAnswers, say=say)
        self._calm.setAccessibleName(say("setting.calm_answers.label"))
        self._calm.setAccessibleDescription(say("setting.calm_answers.help"))
        self._calm.setToolTip(tooltip(say("setting.calm_answers.help")))
        self._old_thinking = ChoiceField("old_thinking", OldThinking, say=say)
        self._old_thinking.setAccessibleName(say("setting.old_thinking.label"))
        self.network = NetworkGroup(network, say=say)
        self._open = QPushButton(say("preferences.open_folder"))
        self._open.setAutoDefault(False)
        self._measure = QPushButton(say("preferences.measure.open"))
        self._measure.setAutoDefault(False)
        self._about = QPushButton(say("preferences.about.open"))
        self._about.setAutoDefault(False)
        rows = QWidget()
        self._grid = QGridLayout(rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._rows_area = ScrollColumn(rows, spacing=0, margin=_MARGIN)
        self._tabs = QTabBar()
        self._pages = QStackedWidget()
        self.setWindowTitle(say("preferences.title"))
        self._lay_out(folder, version)
        self.show_preferences(preferences)
        self._theme_choice.chosen.connect(self.appearance_chosen)
        self._language.edited.connect(self.language_chosen)
        self._size.edited.connect(self.font_scale_chosen)
        self._enter.toggled.connect(self.enter_sends_chosen)
        self._ahead.edited.connect(self.work_ahead_chosen)
        self._calm.edited.connect(self.calm_answers_chosen)
        self._old_thinking.edited.connect(self.old_thinking_chosen)
        self._tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self._open.clicked.connect(self.folder_requested)
        self._measure.clicked.connect(self.accept)
        self._measure.clicked.connect(self.measuring_requested)
        self._about.clicked.connect(self.accept)
        self._about.clicked.connect(self.about_requested)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show the preferences without telling."""
        self._theme_choice.show_value(preferences.theme)
        self._language.show_value(preferences.language)
        self._size.show_value(preferences.font_scale)
        self._ahead.show_value(preferences.work_ahead)
        self._calm.show_value(preferences.calm_answers)
        self._old_thinking.show_value(preferences.old_thinking)
        with QSignalBlocker(self._enter):
            self._enter.setChecked(preferences.enter_sends)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._size.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for a width that grows with the text, and the height at which nothing scrolls, if the screen has it."""
        width = with_text(_WIDTH, self.font())
        buttons = super().sizeHint().height() - self._pages.sizeHint().height()
        wanted = QSize(width, self._rows_area.height_of_content(width) + buttons)
        return wanted.boundedTo(self.screen().availableSize())

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size asked for."""
        super().showEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Grow and shrink with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self._fit)  # when the controls have taken the new font too

    def _fit(self) -> None:
        self.resize(self.sizeHint())

    def _lay_out(self, folder: Path, version: str) -> None:
        say = self._say
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_NEAR)
        self._grid.setColumnStretch(1, 1)
        self._add(say("setting.theme.label"), self._theme_choice, say("setting.theme.help"))
        self._add(say("setting.language.label"), self._language, say("setting.language.help"))
        self._add(say("setting.font_scale.label"), self._size)
        self._add("", self._enter, say("setting.enter_sends.help"))
        self._add_line()
        self._add(say("setting.work_ahead.label"), self._ahead, say("setting.work_ahead.help"))
        self._add(say("setting.old_thinking.label"), self._old_thinking, say("setting.old_thinking.help"))
        self._add(say("setting.calm_answers.label"), self._calm)
        self._add_line()
        self._add(say("preferences.measure"), self._measure, say("preferences.measure.help"))
        self._add(say("preferences.files"), self._open, str(folder))
        self._add_line()
        self._add(say("preferences.about"), self._about, say("preferences.version", version=version))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = without_icon(buttons.button(QDialogButtonBox.StandardButton.Close))
        close.setText(say("preferences.close"))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, _GAP)
        column.setSpacing(0)
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setAccessibleName(say("preferences.title"))
        self._tabs.addTab(say("preferences.general"))
        self._tabs.addTab(say("preferences.network"))
        self._pages.addWidget(self._rows_area)
        self._pages.addWidget(ScrollColumn(self.network, spacing=0, margin=_MARGIN))
        tabs = QHBoxLayout()
        tabs.setContentsMargins(_MARGIN // 2, _NEAR, _MARGIN // 2, 0)
        tabs.addWidget(self._tabs, 1)
        line = QFrame()
        set_role(line, Role.SEPARATOR)
        column.addLayout(tabs)
        column.addWidget(line)
        column.addWidget(self._pages, 1)
        buttons.setContentsMargins(_MARGIN, _GAP, _MARGIN, 0)
        column.addWidget(buttons)

    def _add(self, name: str, control: QWidget, note: str = "") -> None:
        """Add a row: name, control, and a note below it."""
        label = QLabel(name)
        label.setBuddy(control)
        self._grid.addWidget(label, self._rows, 0)
        wide = isinstance(control, Segments | SizeSlider | QLabel | ChoiceField)
        if isinstance(control, ChoiceField):  # as wide as the column: longer choices are not cut
            control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        alignment = Qt.AlignmentFlag(0) if wide else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(control, self._rows, 1, alignment)
        self._rows += 1
        if note:
            control.setAccessibleDescription(note)
            self._grid.addWidget(_note(note), self._rows, 1)
            self._rows += 1
        self._end_section(_BETWEEN)

    def _add_line(self) -> None:
        line = QFrame()
        set_role(line, Role.SEPARATOR)
        self._grid.addWidget(line, self._rows, 0, 1, 2)
        self._rows += 1
        self._end_section(_BETWEEN)

    def _end_section(self, height: int) -> None:
        self._grid.setRowMinimumHeight(self._rows, height)
        self._rows += 1


def _note(text: str) -> QLabel:
    note = QLabel(text)
    note.setTextFormat(Qt.TextFormat.PlainText)
    note.setWordWrap(True)
    note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    set_role(note, Role.HINT)
    return note
