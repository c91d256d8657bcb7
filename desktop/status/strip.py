"""The status strip: what the engine does now at the left, context and device at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.status.context_gauge import ContextGauge
from desktop.status.elided_label import ElidedLabel
from desktop.theme import Role, Theme, set_role, tooltip
from models.errors import FieldValue, Text
from models.texts import Phrasebook

if TYPE_CHECKING:
    from models.record import EngineIdentity

_GAP = 24


class StatusStrip(QWidget):
    """Shows what its owner tells; parts that nothing is known of are not there."""

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setAccessibleName(say("status.name"))
        self._activity = ElidedLabel()
        set_role(self._activity, Role.HINT)
        self._context = ContextGauge(say=say, theme=theme)
        self._device = ElidedLabel()
        self._device.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._device.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # gives way first
        set_role(self._device, Role.HINT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._activity)
        row.addWidget(self._device, 1)
        row.addWidget(self._context)
        self.hide_context()

    def show_device(self, engine: EngineIdentity, *, layers: int, why: Text | None = None) -> None:
        """Show what computes the answers; `layers` can be on a device, `why` says why none is."""
        if engine.gpu_layers == 0:
            known = "status.device.cpu.one" if engine.threads == 1 else "status.device.cpu.many"
            text = self._say(known, threads=engine.threads)
            explanation = " ".join(filter(None, (self._say("status.device.cpu.help"), self._because(why))))
        else:
            on_device = min(engine.gpu_layers, layers)
            numbers: dict[str, FieldValue] = {"device": engine.device, "on_device": on_device, "layers": layers}
            text = self._say("status.device.gpu", **numbers)
            whole = engine.gpu_layers >= layers
            explanation = self._say(f"status.device.gpu.{'whole' if whole else 'part'}", **numbers)
        self._device.setText(text)
        self._device.setToolTip(tooltip(text, explanation))
        self._device.setAccessibleDescription(explanation)

    def _because(self, why: Text | None) -> str:
        """Say why no device is used; where that is about a native build, which one."""
        if why is None:
            return ""
        reason = self._say.phrase(why)
        build = why.fields.get("build")
        return reason if build is None else self._say("status.device.cpu.why", build=build, reason=reason)

    def show_no_device(self) -> None:
        """Show that no model is loaded."""
        self._device.clear()
        self._device.setToolTip("")

    def show_context(self, used: int, size: int) -> None:
        """Show how many tokens of the context are used."""
        self._context.show_use(used, size)
        self._context.show()

    def hide_context(self) -> None:
        """Show no context: nothing is known of it."""
        self._context.hide()

    def show_reading(self, done: int, total: int) -> None:
        """Show how many tokens of the question were read."""
        self._activity.setText(self._say("status.reading", percent=100 * done // max(total, 1)))

    def show_speed(self, tokens_per_second: float) -> None:
        """Show how fast the answer is written."""
        self._activity.setText(self._say("status.speed", speed=f"{tokens_per_second:.1f}"))

    def show_idle(self) -> None:
        """Show that nothing is being done."""
        self._activity.clear()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._context.apply_theme(theme)
