"""The one engine process of a client: started when it is needed, replaced when it died, asked one thing at a time."""

import itertools
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

from models.engine.operations import Operation
from models.engine.process import EngineGoneError, EngineProcess, Events
from models.engine.protocol import AllDone, Done, Event, Failed, Generate, GenerateMany, Load, Loaded, Request, Stop
from models.engine.wire import LARGEST, TooLargeError
from models.errors import Text, UserError, user_error


class EngineHost:
    """Owns the process. Any thread may ask."""

    def __init__(self) -> None:
        self._libraries: Path | None = None
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()
        self._process: EngineProcess | None = None
        self._closed = False

    @property
    def alive(self) -> EngineProcess | None:
        """The process, None where there is none that could answer."""
        process = self._process
        return process if process is not None and process.alive else None

    @property
    def closed(self) -> bool:
        """Whether no process is started any more."""
        return self._closed

    def number(self) -> int:
        """Return a number for a new request."""
        return next(self._numbers)

    def living(self) -> EngineProcess:
        """Start the process if need be and return it. Raises EngineGoneError where that cannot be."""
        with self._lock:
            if self._closed:
                raise EngineGoneError(Text("engine.closed"))
            if self._process is not None and not self._process.alive:
                self._process.close()
                self._process = None
            if self._process is None:
                self._process = EngineProcess(self._libraries)
            return self._process

    def use(self, libraries: Path | None) -> None:
        """Compute with the native build in the folder `libraries` from now on: only another process can."""
        if libraries != self._libraries:
            self._libraries = libraries
            self.end()

    def tell(self, request: Request) -> None:
        """Send a request that has no answer; nobody hears it where there is no process."""
        if process := self.alive:
            process.ask(request)

    def events(self, request: Load | Generate | GenerateMany, operation: Operation) -> Iterator[Event]:
        """Send a request of the work lane and yield its events to the last. Raises UserError where it fails."""
        process = self.living()
        events: Events = queue.SimpleQueue()
        number = operation.request = request.request
        finished, last = False, AllDone if isinstance(request, GenerateMany) else Loaded | Done
        try:
            _send(process, request, events)
            if operation.stopped:  # before the request was there to be stopped
                process.ask(Stop(self.number(), number))
            while not finished:
                event = events.get()
                finished = event is None or isinstance(event, Failed | last)
                if event is None:
                    raise process.death()
                if isinstance(event, Failed):
                    raise UserError(Text(event.text_id, event.fields), event.details)
                yield event
        finally:
            operation.request = None
            if not finished:  # nobody wants the rest
                process.ask(Stop(self.number(), number))
            process.forget(number)

    def end(self) -> None:
        """End the process: that frees the memory of every device for sure."""
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            process.close()

    def close(self) -> None:
        """End the process; none is started any more. Idempotent."""
        self._closed = True
        self.end()


def _send(process: EngineProcess, request: Load | Generate | GenerateMany, events: Events) -> None:
    try:
        process.ask(request, events)
    except TooLargeError as error:
        raise user_error("engine.too_large", str(error), megabytes=LARGEST // 1024**2) from error
