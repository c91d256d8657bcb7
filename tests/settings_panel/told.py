"""Remembering what a signal told."""

from PySide6.QtCore import SignalInstance


class Told:
    """Collects the arguments of every emission of a signal; one argument as itself, several as a tuple."""

    def __init__(self, signal: SignalInstance) -> None:
        self.all: list[object] = []
        signal.connect(self._on_told)

    @property
    def last(self) -> object:
        """What was told last."""
        return self.all[-1]

    @property
    def values(self) -> list[object]:
        """The last argument of each."""
        return [one[-1] if isinstance(one, tuple) else one for one in self.all]

    def _on_told(self, *arguments: object) -> None:
        self.all.append(arguments[0] if len(arguments) == 1 else arguments)
