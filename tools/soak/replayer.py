"""A second engine that keeps no states: it makes answers again from an empty context, to be compared."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from models.engine import ChatMessage, Done, EngineSettings, ProcessEngine
from tools.soak.turns import Heard


class Replayer:
    """Makes answers again, in a thread of its own. `close` ends it."""

    def __init__(self, model: Path, settings: EngineSettings) -> None:
        self._engine = ProcessEngine()
        self._model = model
        self._settings = settings
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="replay")
        self._loading = self._thread.submit(self._load)

    def again(self, messages: tuple[ChatMessage, ...], done: Done) -> Future[Heard]:
        """Make the answer that ended with `done` once more, as it was computed then."""
        return self._thread.submit(self._again, messages, done)

    def close(self) -> None:
        """End the engine and the thread."""
        self._engine.close()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _load(self) -> None:
        for _ in self._engine.load(self._model, self._settings):
            pass

    def _again(self, messages: tuple[ChatMessage, ...], done: Done) -> Heard:
        self._loading.result()
        heard = Heard()
        for event in self._engine.generate(messages, done.settings.to_settings(), replay=done.evaluation):
            heard.take(event)
        return heard
