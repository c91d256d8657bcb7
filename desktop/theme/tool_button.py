"""A small button with an icon, a name for screen readers and a colour that follows the theme."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from desktop.theme.colours import Theme
from desktop.theme.icons import icon
from desktop.theme.roles import Role, set_role
from desktop.theme.tooltip import tooltip

_SMALL = 16


class ToolButton(QToolButton):
    """An icon that can be pressed. It takes the focus by Tab only, so that a click leaves it where it was."""

    def __init__(self, icon_name: str, *, name: str, theme: Theme) -> None:
        super().__init__()
        self._icon_name = icon_name
        self.rename(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(_SMALL, _SMALL))
        set_role(self, Role.SMALL)
        self.apply_theme(theme)

    def rename(self, name: str) -> None:
        """Say by another name what a press does."""
        self.setAccessibleName(name)
        self.setToolTip(tooltip(name))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.setIcon(icon(self._icon_name, theme.colour("muted")))

    def keep_room(self) -> None:
        """Keep its place in the layout while it is hidden, so that nothing moves when it appears."""
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
