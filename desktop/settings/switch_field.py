"""A field for one declared switch."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox

from desktop.settings.number_field import FIELD_WIDTH
from desktop.theme import with_text


class SwitchField(QCheckBox):
    """Shows and edits on or off; `edited` carries each change the user makes.

    It begins where the other fields do, unless `be_narrow` gives its room to a long label.
    """

    edited = Signal(object)

    def __init__(self, *, on: bool) -> None:
        super().__init__()
        self._narrow = False
        self.setChecked(on)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(self.edited.emit)

    def be_narrow(self) -> None:
        """Be no wider than the box itself."""
        self._narrow = True
        self.updateGeometry()

    def current(self) -> bool:
        """Return what is shown."""
        return self.isChecked()

    def show_value(self, value: object) -> None:
        """Show a value without telling. Raises TypeError for something else than on or off."""
        if not isinstance(value, bool):
            raise TypeError(value)
        with QSignalBlocker(self):
            self.setChecked(value)

    def sizeHint(self) -> QSize:
        """Ask for the width that all fields have."""
        usual = super().sizeHint()
        return usual if self._narrow else QSize(with_text(FIELD_WIDTH, self.font()), usual.height())

    def minimumSizeHint(self) -> QSize:
        """Never be wider or narrower."""
        return self.sizeHint()
