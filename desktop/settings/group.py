"""Groups of settings: a quiet heading with what belongs to it below, some of them folded away."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.theme import Role, Theme, icon, set_role

_GAP = 8
_CHEVRON = 16


class Group(QWidget):
    """A heading and the widgets below it."""

    def __init__(self, title: str, *widgets: QWidget) -> None:
        super().__init__()
        heading = QLabel(title)
        set_role(heading, Role.HEADING)
        _stack(self, heading, *widgets)


class FoldingGroup(QWidget):
    """A heading that can be pressed to show or hide the widgets below it; folded at first."""

    def __init__(self, title: str, *widgets: QWidget, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._heading = QPushButton(title)
        self._heading.setCheckable(True)
        self._heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._heading.setIconSize(QSize(_CHEVRON, _CHEVRON))
        set_role(self._heading, Role.FOLD)
        self._body = QWidget()
        _stack(self._body, *widgets)
        self._body.hide()
        _stack(self, self._heading, self._body)
        self._heading.toggled.connect(self._on_toggled)
        self.apply_theme(theme)

    @property
    def open(self) -> bool:
        """Whether the widgets are shown."""
        return self._heading.isChecked()

    def set_open(self, *, shown: bool) -> None:
        """Show or hide the widgets."""
        self._heading.setChecked(shown)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        name = "chevron-down" if self.open else "chevron-right"
        self._heading.setIcon(icon(name, theme.colour("muted")))

    def _on_toggled(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._body.setVisible(shown)
        self.apply_theme(self._theme)


def _stack(owner: QWidget, *widgets: QWidget) -> None:
    column = QVBoxLayout(owner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(_GAP)
    for widget in widgets:
        column.addWidget(widget)
