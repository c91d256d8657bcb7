"""A prompt that the engine computes while nobody waits for it."""

import queue

from models.engine.process import EngineProcess, Events
from models.engine.protocol import Prefilled


class Prefilling:
    """A prompt that is being computed ahead. Nobody needs to wait for it; a newer one takes its place."""

    def __init__(self, process: EngineProcess, request: int, events: Events) -> None:
        self._process = process
        self._request = request
        self._events = events

    def wait(self, seconds: float) -> Prefilled | None:
        """Wait until the engine has done what it could; None where that takes longer, or it failed."""
        try:
            event = self._events.get(timeout=seconds)
        except queue.Empty:
            return None
        return event if isinstance(event, Prefilled) else None

    def forget(self) -> None:
        """Be told no more of it."""
        self._process.forget(self._request)
