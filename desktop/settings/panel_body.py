"""What is in the settings panel: header, temperature, instructions, rows in groups, engine."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.settings.engine_group import EngineGroup
from desktop.settings.follow_text import FollowText
from desktop.settings.group import FoldingGroup, Group
from desktop.settings.instructions_editor import InstructionsEditor
from desktop.settings.number_field import NumberField
from desktop.settings.panel_header import PanelHeader
from desktop.settings.phrases import penalty_hint
from desktop.settings.row import SettingRow
from desktop.settings.scroll_column import ScrollColumn
from desktop.settings.seed_row import SeedRow
from desktop.settings.temperature_slider import TemperatureSlider
from desktop.settings.thinking_budget import ThinkingBudget
from desktop.settings.values import with_value
from desktop.theme import Role, Theme, set_role
from models.engine import EngineSettings
from models.sampling import Preset, SamplingSettings, authors_settings, changed
from models.settings import declarations
from models.texts import Phrasebook

_MARGIN = 16
_SECTION = 24
_GROUPS = {
    "variety": ("top_p", "top_k", "min_p"),
    "repetition": ("repeat_penalty", "repeat_last_n", "frequency_penalty", "presence_penalty"),
    "length": ("max_tokens", "max_thinking_tokens", "overflow"),
    "answer": ("schema", "stop"),
}


class PanelBody(QWidget):
    """The parts of `GenerationPanel`, which says what the signals and methods mean."""

    settings_changed = Signal(object)
    reset_requested = Signal()
    authors_requested = Signal()
    preset_requested = Signal()
    instructions_changed = Signal(str)
    engine_settings_changed = Signal(object)
    fold_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._settings = SamplingSettings()
        self._preset: Preset | None = None
        self._model = ""
        self._auto = False
        known = {item.name: item for item in declarations(SamplingSettings)}
        self._header = PanelHeader(say=say, theme=theme)
        self._temperature = TemperatureSlider(known["temperature"], say=say, theme=theme)
        self._follow_text = FollowText(known["follow_text"], say=say, theme=theme)
        names = ["adapting", *(name for group in _GROUPS.values() for name in group)]
        self._rows = {name: SettingRow(known[name], say=say, theme=theme) for name in names}
        self._thinking = ThinkingBudget(say=say)
        self._seed = SeedRow(known["seed"], say=say, theme=theme)
        self._instructions = InstructionsEditor(say=say)
        self._engine = EngineGroup(say=say, theme=theme)
        self._engine_fold = FoldingGroup(say("panel.group.engine"), self._engine, theme=theme)
        self._lay_out()
        self._connect()

    def show_settings(self, settings: SamplingSettings, preset: Preset, *, model: str = "", auto: bool = False) -> None:
        """Show the settings of a conversation, against what its mode sets on the model named `model`."""
        self._settings, self._preset, self._model, self._auto = settings, preset, model, auto
        self._temperature.show_value(settings.temperature, preset)
        self._follow_text.show_settings(settings, preset)
        for name, row in self._rows.items():
            row.show_value(getattr(settings, name), home=getattr(preset.settings, name))
        self._thinking.show_tokens(settings.max_thinking_tokens)
        self._seed.show_value(settings.seed, home=preset.settings.seed)
        self._instructions.show_system_role(known=preset.family.system_role)
        self._show_advice(settings, preset)

    def show_instructions(self, text: str) -> None:
        """Show the instructions of a conversation."""
        self._instructions.show_text(text)

    def show_engine_settings(self, settings: EngineSettings) -> None:
        """Show what the model is loaded with."""
        self._engine.show_settings(settings)

    def set_context(self, tokens: int) -> None:
        """Offer lengths up to the context's size, in tokens."""
        for name in _GROUPS["length"]:
            field = self._rows[name].field
            if isinstance(field, NumberField):
                field.set_highest(tokens)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for row in self._rows.values():
            row.apply_theme(theme)
        self._header.apply_theme(theme)
        self._temperature.apply_theme(theme)
        self._follow_text.apply_theme(theme)
        self._seed.apply_theme(theme)
        self._engine.apply_theme(theme)
        self._engine_fold.apply_theme(theme)

    def _lay_out(self) -> None:
        parts: dict[str, list[QWidget]] = {
            group: [self._rows[name] for name in names] for group, names in _GROUPS.items()
        }
        parts["length"].insert(_GROUPS["length"].index("max_thinking_tokens") + 1, self._thinking)
        groups = [Group(self._say(f"panel.group.{group}"), *widgets) for group, widgets in parts.items()]
        column = ScrollColumn(
            self._temperature,
            self._follow_text,
            self._rows["adapting"],
            Group(self._say("panel.instructions"), self._instructions),
            *groups,
            Group(self._say("panel.group.seed"), self._seed),
            self._engine_fold,
            spacing=_SECTION,
            margin=_MARGIN,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        line = QFrame()
        set_role(line, Role.SEPARATOR)
        self._header.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN // 2)
        outer.addWidget(self._header)
        outer.addWidget(line)
        outer.addWidget(column, 1)

    def _connect(self) -> None:
        self._header.reset_requested.connect(self.reset_requested)
        self._header.authors_requested.connect(self.authors_requested)
        self._header.preset_requested.connect(self.preset_requested)
        self._header.fold_requested.connect(self.fold_requested)
        self._temperature.edited.connect(self._on_edited)
        self._follow_text.edited.connect(self._on_edited)
        self._seed.edited.connect(self._on_edited)
        self._thinking.tokens_chosen.connect(self._rows["max_thinking_tokens"].set_value)
        for row in self._rows.values():
            row.edited.connect(self._on_edited)
        self._instructions.edited.connect(self.instructions_changed)
        self._engine.applied.connect(self.engine_settings_changed)

    def _show_advice(self, settings: SamplingSettings, preset: Preset) -> None:
        authors = authors_settings(settings, preset.family)
        self._header.show_preset(
            preset,
            model=self._model,
            auto=self._auto,
            changed=changed(settings, preset),
            authors=authors is not None and authors != settings,
        )
        for name, row in self._rows.items():
            row.show_hint(penalty_hint(self._say, name, settings, preset))

    def _on_edited(self, name: str, value: object) -> None:
        self._settings = with_value(self._settings, name, value)
        self._thinking.show_tokens(self._settings.max_thinking_tokens)
        if self._preset is not None:
            self._follow_text.show_temperatures(self._settings, self._preset)
            self._show_advice(self._settings, self._preset)
        self.settings_changed.emit(self._settings)
