"""The range of temperatures that the user recommends for a mode of their own."""

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.settings.number_field import NumberField
from models.catalog import Band
from models.sampling import SamplingSettings
from models.settings import declarations
from models.texts import Phrasebook

_GAP = 8


class BandFields(QWidget):
    """A switch and two numbers, the second never below the first; `band` is None where the switch is off."""

    def __init__(self, *, say: Phrasebook) -> None:
        super().__init__()
        temperature = next(item for item in declarations(SamplingSettings) if item.name == "temperature")
        self._given = QCheckBox(say("preset.band"))
        self._low = NumberField(temperature, automatic="")
        self._high = NumberField(temperature, automatic="")
        self._low.setAccessibleName(say("preset.band.low"))
        self._high.setAccessibleName(say("preset.band.high"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        self._given.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for part in (self._given, self._low, QLabel("–"), self._high):
            row.addWidget(part)
        row.addStretch(1)
        self._given.toggled.connect(self._on_toggled)
        self._low.valueChanged.connect(self._on_low)
        self._high.valueChanged.connect(self._on_high)

    @property
    def band(self) -> Band | None:
        """What is shown."""
        return Band(self._low.value(), self._high.value()) if self._given.isChecked() else None

    def show_band(self, band: Band | None, otherwise: Band) -> None:
        """Show a range; where there is none, `otherwise` waits behind the switch."""
        shown = band or otherwise
        self._low.setValue(shown.low)
        self._high.setValue(shown.high)
        self._given.setChecked(band is not None)
        self._on_toggled(band is not None)

    def _on_toggled(self, given: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._low.setEnabled(given)
        self._high.setEnabled(given)

    def _on_low(self, value: float) -> None:
        if self._high.value() < value:
            self._high.setValue(value)

    def _on_high(self, value: float) -> None:
        if self._low.value() > value:
            self._low.setValue(value)
