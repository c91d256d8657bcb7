"""A qtbot that waits for as long as a busy machine may need: how long something takes is a benchmark's business."""

from collections.abc import Callable
from typing import Any, Final

from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import MultiSignalBlocker, SignalBlocker

PATIENCE_MS: Final = 60_000
"""How long a test waits for what must come, in milliseconds. Less than pytest's own limit, whose report says less."""


class PatientBot(QtBot):
    """Waits for states and signals for a minute where pytest-qt would for five seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        """Wait until `callback` returns true, or None without an assertion that fails."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> SignalBlocker:  # noqa: ANN401
        """Return a context that ends with the signal."""
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitSignals(self, signals: list[Any], *, timeout: int = PATIENCE_MS, **how: Any) -> MultiSignalBlocker:  # noqa: ANN401
        """Return a context that ends when all these signals have come."""
        return super().waitSignals(signals, timeout=timeout, **how)
