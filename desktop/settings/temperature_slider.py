"""The most important setting: temperature, its slider with the bands of this mode on this model, and the calm hints."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.settings.help_button import HelpButton
from desktop.settings.known import known_at
from desktop.settings.phrases import bands, evidence
from desktop.settings.row import SettingRow
from desktop.settings.temperature_track import HUNDREDTHS, TemperatureTrack
from desktop.theme import Role, Theme, set_role, tooltip
from models.sampling import Preset, Verdict, hint, judge
from models.settings import Declaration
from models.texts import Phrasebook, figure

_GAP = 4
_ROUNDING = 0.001
_HINT_ROLES = {
    Verdict.IN_BAND: Role.HINT,
    Verdict.BELOW: Role.HINT,
    Verdict.ABOVE: Role.HINT,
    Verdict.CAUTION: Role.CAUTION,
    Verdict.GREEDY_LOOPS: Role.CAUTION,
    Verdict.BREAKS_DOWN: Role.DANGER,
}


class TemperatureSlider(QWidget):
    """Number field and slider for the temperature; `edited("temperature", value)` tells of the user's changes.

    Leaving the recommended band shows a hint below, amber from the caution mark on and red where the text breaks
    down. It never forbids.
    """

    edited = Signal(str, object)

    def __init__(self, declaration: Declaration, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._preset: Preset | None = None
        self._row = SettingRow(declaration, say=say, theme=theme)
        self._track = TemperatureTrack(declaration, theme=theme)
        self._track.setAccessibleName(say("setting.temperature.label"))
        self._bands = _line(Role.HINT)
        self._bands.setWordWrap(True)
        self._hint = _line(Role.HINT)
        self._hint.setWordWrap(True)
        self._evidence = _line(Role.HINT)
        self._evidence_help = HelpButton("", name=say("band.evidence.help"), theme=theme)
        self._greedy = QPushButton(say("panel.greedy"))
        set_role(self._greedy, Role.LINK)
        self._take_measured = QPushButton(say("known.use", temperature="–"))
        set_role(self._take_measured, Role.LINK)
        self._track.known = self._known
        self._lay_out()
        self._row.edited.connect(self._on_field_edited)
        self._track.valueChanged.connect(self._on_track_moved)
        self._greedy.clicked.connect(self._on_greedy)
        self._take_measured.clicked.connect(self._on_take_measured)

    @property
    def value(self) -> float:
        """The temperature that is shown."""
        return float(self._row.field.current())  # type: ignore[arg-type]  # never None: not an optional setting

    def show_value(self, value: float, preset: Preset) -> None:
        """Show a temperature, and what it means for a mode on a model, without telling."""
        self._preset = preset
        self._row.show_value(value, home=preset.settings.temperature)
        self._track.show_preset(preset)
        self._bands.setText(bands(self._say, preset))
        self._evidence.setText(evidence(self._say, preset.evidence))
        self._show_on_track(value)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._row.apply_theme(theme)
        self._track.apply_theme(theme)
        self._evidence_help.apply_theme(theme)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        for widget in (self._row, self._track, self._bands):
            column.addWidget(widget)
        column.addLayout(_from_left(self._evidence, self._evidence_help))
        column.addWidget(self._hint)
        column.addLayout(_from_left(self._greedy))
        column.addLayout(_from_left(self._take_measured))

    def _show_on_track(self, value: float) -> None:
        with QSignalBlocker(self._track):
            self._track.setValue(round(value * HUNDREDTHS))
        if self._preset is None:
            return
        verdict, text = judge(value, self._preset), hint(value, self._preset)
        self._hint.setText(self._say(text.id, **text.fields))
        self._hint.setVisible(verdict is not Verdict.IN_BAND)
        set_role(self._hint, _HINT_ROLES[verdict])
        self._greedy.setVisible(self._preset.offers_greedy and value > 0)
        self._show_measured(value, self._preset)
        known = known_at(self._say, value, self._preset)
        self._evidence_help.set_text("\n".join((self._say(self._preset.evidence.text), *known)))
        parts = (figure(value), self._bands.text(), *known)
        self._track.setAccessibleDescription(". ".join(parts))

    def _show_measured(self, value: float, preset: Preset) -> None:
        measured = preset.measured
        self._take_measured.setVisible(measured is not None and abs(measured.best - value) > _ROUNDING)
        if measured is not None:
            self._take_measured.setText(self._say("known.use", temperature=figure(measured.best)))

    def _known(self, temperature: float) -> str:
        """What is known about a temperature, as a tool tip."""
        if self._preset is None:
            return ""
        return tooltip(figure(temperature), *known_at(self._say, temperature, self._preset))

    def _on_field_edited(self, name: str, value: float) -> None:
        self._show_on_track(value)
        self.edited.emit(name, value)

    def _on_track_moved(self, hundredths: int) -> None:
        value = hundredths / HUNDREDTHS
        self._row.set_value(value)

    def _on_take_measured(self) -> None:
        if self._preset is not None and self._preset.measured is not None:
            self._row.set_value(self._preset.measured.best)

    def _on_greedy(self) -> None:
        self._row.set_value(0.0)


def _line(role: Role) -> QLabel:
    label = QLabel()
    set_role(label, role)
    return label


def _from_left(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(_GAP)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
