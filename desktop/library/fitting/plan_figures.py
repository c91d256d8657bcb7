"""The figures of a memory plan as bars: the device's memory, and the machine's own."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.library.amounts import memory_text
from desktop.library.fitting.memory_bar import MemoryBar, Segment, Share
from desktop.library.fitting.memory_legend import MemoryLegend
from desktop.theme import Role, Theme, plain_label
from models.runtime import MemoryPlan
from models.texts import Phrasebook

_GAP = 6


class PlanFigures(QWidget):
    """Shows what a `MemoryPlan` takes; the device's bar is only there where something goes to a device."""

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._device = _Memory(say("pages.plan.device"), say=say, theme=theme)
        self._legend = MemoryLegend(say=say, theme=theme)
        self._host = _Memory(say("pages.memory.host"), say=say, theme=theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * _GAP)
        for part in (self._device, self._legend, self._host):
            column.addWidget(part)
        self.hide()

    def show_plan(self, plan: MemoryPlan, *, device: str) -> None:
        """Show a plan; `device` is the name of the device."""
        segments = (
            Segment(Share.WEIGHTS, plan.weights),
            Segment(Share.KV, plan.kv),
            Segment(Share.COMPUTE, plan.compute),
            Segment(Share.OVERHEAD, plan.overhead),
            Segment(Share.MARGIN, plan.margin),
        )
        on_device = plan.layers > 0
        self._device.setVisible(on_device)
        self._legend.setVisible(on_device)
        if on_device:
            self._device.show_memory(device, segments, needed=plan.needed, total=plan.available)
            self._legend.show_segments(segments)
        host: tuple[Segment, ...] = (Segment(Share.WEIGHTS, plan.host),)
        needed = plan.host
        if plan.shared:  # one and the same memory: what the device takes is taken from it
            device_too = Segment(Share.WEIGHTS, plan.host + plan.weights)
            host = (device_too, *(one for one in segments if one.share not in {Share.WEIGHTS, Share.MARGIN}))
            needed += plan.needed
        self._host.show_memory(self._say("pages.memory.host"), host, needed=needed, total=plan.host_available)
        self.show()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self._device, self._legend, self._host):
            part.apply_theme(theme)


class _Memory(QWidget):
    """A name, how much is needed of how much, and the bar."""

    def __init__(self, name: str, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._name = plain_label(name, Role.HEADING)
        self._sum = plain_label(role=Role.HINT, wraps=False)
        self._bar = MemoryBar(name=name, say=say, theme=theme)
        row = QHBoxLayout()
        row.addWidget(self._name, 1)
        row.addWidget(self._sum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._bar)

    def show_memory(self, name: str, segments: tuple[Segment, ...], *, needed: int, total: int) -> None:
        """Show what is needed of a memory."""
        self._name.setText(name)
        self._sum.setText(self._say("pages.memory.needed", needed=memory_text(needed), total=memory_text(total)))
        self._bar.show_segments(segments, total=total)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._bar.apply_theme(theme)
