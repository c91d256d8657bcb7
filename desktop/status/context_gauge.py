"""How much of the model's context the conversation fills."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.theme import Role, Theme, set_role, tooltip
from models.texts import Phrasebook

_BAR_WIDTH = 64
_BAR_HEIGHT = 4
_GAP = 8
_NEARLY_FULL = 0.8
_FULL = 0.95


class ContextGauge(QWidget):
    """A thin bar and the numbers in words; amber when nearly full, red when full."""

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._bar = _Bar(theme)
        self._label = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._label)

    def show_use(self, used: int, size: int) -> None:
        """Show how many tokens of `size` are used."""
        share = min(used / size, 1.0)
        role = Role.DANGER if share > _FULL else Role.CAUTION if share > _NEARLY_FULL else Role.HINT
        self._bar.show_share(share, role)
        set_role(self._label, role)
        numbers = {"used": f"{used:,}", "size": f"{size:,}"}
        self._label.setText(self._say("status.context", **numbers))
        warning = {Role.CAUTION: "status.context.nearly_full", Role.DANGER: "status.context.full"}.get(role)
        explanation = (
            self._say("status.context.help", percent=round(share * 100), **numbers),
            self._say(warning) if warning else "",
        )
        self.setToolTip(tooltip(*explanation))
        self.setAccessibleName(self._say("status.context.name"))
        self.setAccessibleDescription(" ".join(filter(None, explanation)))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._bar.apply_theme(theme)


class _Bar(QWidget):
    """The bar itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._share = 0.0
        self._role = Role.HINT
        self.setFixedSize(_BAR_WIDTH, _BAR_HEIGHT)

    def show_share(self, share: float, role: Role) -> None:
        """Show a share from 0 to 1 in the colour of a role."""
        self._share, self._role = share, role
        self.update()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar."""
        del event
        colour = {Role.CAUTION: "caution", Role.DANGER: "danger"}.get(self._role, "muted")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("border"))
        whole = QRectF(self.rect())
        painter.drawRoundedRect(whole, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        if self._share > 0:
            whole.setWidth(max(whole.width() * self._share, _BAR_HEIGHT))
            painter.setBrush(self._theme.colour(colour))
            painter.drawRoundedRect(whole, _BAR_HEIGHT / 2, _BAR_HEIGHT / 2)
        painter.end()
