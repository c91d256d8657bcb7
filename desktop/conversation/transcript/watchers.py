"""Who wants to know of messages that came, went or changed."""

from collections.abc import Callable


class Watchers:
    """A list of functions that are called with a message's id, None for all messages."""

    def __init__(self) -> None:
        self._watchers: list[Callable[[int | None], None]] = []

    def add(self, watcher: Callable[[int | None], None]) -> None:
        """Tell one more."""
        self._watchers.append(watcher)

    def tell(self, message: int | None) -> None:
        """Tell everybody."""
        for watcher in self._watchers:
            watcher(message)
