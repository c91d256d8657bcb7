"""The switch that lets the temperature follow the text, and the temperature that each kind of text then has."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.settings.row import SettingRow
from desktop.settings.switch_field import SwitchField
from desktop.theme import Role, Theme, set_role
from models.sampling import Preset, SamplingSettings, TextSection, section_evidence, section_temperatures
from models.settings import Declaration
from models.texts import Phrasebook, figure

_GAP = 4


class FollowText(QWidget):
    """`edited("follow_text", on)` tells of the user's changes."""

    edited = Signal(str, object)

    def __init__(self, declaration: Declaration, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._row = SettingRow(declaration, say=say, theme=theme)
        field = self._row.field
        if isinstance(field, SwitchField):
            field.be_narrow()
        self._temperatures = QLabel()
        self._temperatures.setWordWrap(True)
        set_role(self._temperatures, Role.HINT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._row)
        column.addWidget(self._temperatures)
        self._row.edited.connect(self.edited)

    def show_settings(self, settings: SamplingSettings, preset: Preset) -> None:
        """Show the switch, and while it is on the temperatures, without telling."""
        self._row.show_value(settings.follow_text, home=preset.settings.follow_text)
        self.show_temperatures(settings, preset)

    def show_temperatures(self, settings: SamplingSettings, preset: Preset) -> None:
        """Show what the slider means for each kind of text; the tool tip says how well that is known."""
        of = section_temperatures(preset, settings).of
        text = "panel.sections.thinking" if preset.reasoning else "panel.sections"
        fields = {section.value: figure(of(section)) for section in TextSection}
        self._temperatures.setText(self._say(text, **fields))
        self._temperatures.setToolTip(self._say(section_evidence(preset, TextSection.CODE).text))
        self._temperatures.setHidden(not settings.follow_text)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._row.apply_theme(theme)
