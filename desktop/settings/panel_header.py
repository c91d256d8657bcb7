"""The top of the settings panel: which mode on which model, whether it was changed, and the ways back."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.settings.phrases import mode_title
from desktop.theme import ICON_SIZE, Role, Theme, ToolButton, icon, set_role, temperature_colour, tooltip, visible
from models.sampling import Preset
from models.texts import Phrasebook

_LINK_GAP = 16


class PanelHeader(QWidget):
    """Name of the mode and of the model; buttons to reset everything, to take the authors' settings, to fold away."""

    reset_requested = Signal()
    authors_requested = Signal()
    preset_requested = Signal()
    fold_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._preset: Preset | None = None
        self._icon = QLabel()
        self._icon.setFixedSize(QSize(ICON_SIZE, ICON_SIZE))
        self._name = QLabel()
        set_role(self._name, Role.TITLE)
        self._changed = QLabel(say("panel.changed"))
        set_role(self._changed, Role.HINT)
        self._model = QLabel()
        self._model.setTextFormat(Qt.TextFormat.PlainText)
        self._model.setWordWrap(True)
        set_role(self._model, Role.HINT)
        self._fold = ToolButton("close", name=say("panel.fold"), theme=theme)
        self._reset = _link(say("panel.reset_all"), say("panel.reset_all.help"))
        self._authors = _link(say("panel.authors"), say("panel.authors.help"))
        self._keep = _link(say("preset.save_as"), say("preset.save_as.help"))
        self._edit = _link(say("preset.edit"), say("preset.edit.help"))
        self._lay_out()
        self._fold.clicked.connect(self.fold_requested)
        self._reset.clicked.connect(self.reset_requested)
        self._authors.clicked.connect(self.authors_requested)
        for button in (self._keep, self._edit):
            button.clicked.connect(self.preset_requested)

    def show_preset(self, preset: Preset, *, model: str, auto: bool, changed: bool, authors: bool) -> None:
        """Show a mode on a model; `authors` says whether the authors' settings are worth a button."""
        self._preset = preset
        name = mode_title(self._say, preset)
        self._name.setText(self._say("mode.auto.panel", mode=name) if auto else name)
        self._model.setText(model)
        self._model.setHidden(not model)
        self._changed.setVisible(changed)
        self._reset.setEnabled(changed)
        self._authors.setVisible(authors)
        self._keep.setVisible(preset.own is None)
        self._edit.setVisible(preset.own is not None)
        self._tint()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._fold.apply_theme(theme)
        self._tint()

    def _tint(self) -> None:
        if self._preset is None:
            return
        preset = self._preset
        if preset.own is None:
            marks = preset.caution_from, preset.breaks_down_from
            colour = temperature_colour(self._theme, preset.settings.temperature, *marks)
        else:
            colour = visible(QColor(preset.own.colour), self._theme)
        self._icon.setPixmap(icon(preset.mode.icon, colour).pixmap(ICON_SIZE))

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self._icon)
        title.addWidget(self._name)
        title.addWidget(self._changed, 0, Qt.AlignmentFlag.AlignVCenter)
        title.addStretch(1)
        title.addWidget(self._fold)
        links = QHBoxLayout()
        links.setSpacing(_LINK_GAP)
        links.addWidget(self._reset)
        links.addWidget(self._keep)
        links.addWidget(self._edit)
        links.addStretch(1)
        authors = QHBoxLayout()
        authors.addWidget(self._authors)
        authors.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(title)
        column.addWidget(self._model)
        column.addLayout(links)
        column.addLayout(authors)


def _link(text: str, explanation: str) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolTip(tooltip(explanation))
    button.setAccessibleDescription(explanation)
    set_role(button, Role.LINK)
    return button
