"""The engine process as the window sees it: started, spoken to, ended, and its end explained."""

import io
import logging
import queue
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from models.engine.protocol import Event, Quit, Ready, Request
from models.engine.wire import MessageWriter, WireError, event_reader
from models.errors import Text, UserError
from models.runtime import JobStoppedError, engine_environment, never
from models.system import engine_command, hidden_process_flags

_log = logging.getLogger(__name__)
_PATIENCE = 3.0
"""Seconds for a process to end by itself."""

_READY_PATIENCE = 120.0
"""Seconds for a process to be ready: it loads llama.cpp and asks the drivers, after which nothing takes long."""

_LOOK_EVERY = 0.1  # seconds

_LONGEST_LINE = 10_000
_LAST_LINES = 80  # a death writes down to forty of Python's threads behind what explains it
_KILLED = -9  # SIGKILL, which Windows does not know

_SPIN_COUNT = "1000"
"""How long GCC's OpenMP lets a thread of llama.cpp wait for the others before it sleeps.

By default that is for milliseconds: where another program holds a core, each of some hundred waits a token burns the
other cores meanwhile. Measured with a small model on two cores: beside a busy program 25 ms a token for 64, beside
another engine 47 for 540; on free cores 3.2 for 3.0 with the tiniest model, else the same.
"""

_HEAP = (("MALLOC_ARENA_MAX", "2"), ("MALLOC_MMAP_THRESHOLD_", str(4 << 20)))
"""How glibc keeps the heap of an engine that runs for days in few pieces: no arena for each thread, and what is larger
than a few logits apart from it, however much of that was freed before."""

_NO_DEBUGGER = ("GGML_NO_BACKTRACE", "1")
"""Else an abort in ggml starts a debugger where there is one, which takes seconds; Python writes down where it was."""

Events = queue.SimpleQueue[Event | None]
"""The events of one request; None: the process died."""


class EngineGoneError(UserError):
    """The engine could not be started, or ended before a request did: killed, crashed, out of memory, or closed.

    `exit_code` is that of a process that was at work and ended against our will, negative for a signal; else None.
    """

    def __init__(self, text: Text, details: str = "", *, exit_code: int | None = None) -> None:
        super().__init__(text, details)
        self.exit_code = exit_code

    @property
    def unexpected(self) -> bool:
        """Whether it ended while it was at work."""
        return self.exit_code is not None

    @property
    def killed(self) -> bool:
        """Whether it was killed, as the system does for lack of memory."""
        return self.exit_code == _KILLED


class EngineProcess:
    """One running engine process. Raises EngineGoneError where it cannot be started.

    It loads llama.cpp's libraries from the folder `libraries`, where one is given.
    """

    def __init__(self, libraries: Path | None = None) -> None:
        self._process = _started(libraries)
        self._writer = MessageWriter(cast("BinaryIO", self._process.stdin))
        self._lock = threading.Lock()
        self._waiting: dict[int, Events] = {}
        self._dead = False
        self._closing = False
        self._ready: Ready | None = None
        self._is_ready = threading.Event()
        self._last_lines: deque[str] = deque(maxlen=_LAST_LINES)
        self._log_thread = threading.Thread(target=self._read_log, name="engine-log", daemon=True)
        self._event_thread = threading.Thread(target=self._read_events, name="engine-events", daemon=True)
        self._log_thread.start()
        self._event_thread.start()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process can still answer."""
        return not self._dead

    @property
    def knows_accelerators(self) -> bool:
        """Whether it found devices that layers can be given to, and how much was free there when it was started."""
        return self._ready is not None and any(device.accelerates for device in self._ready.devices)

    def ready(self, *, stopped: Callable[[], bool] = never) -> Ready:
        """Wait for the process to be ready and return what it says of itself.

        Raises EngineGoneError where it died or takes far too long, which ends it, and JobStoppedError soon after
        `stopped` says so.
        """
        until = time.monotonic() + _READY_PATIENCE
        while not self._is_ready.wait(_LOOK_EVERY):
            if stopped():
                raise JobStoppedError
            if time.monotonic() >= until:
                _log.warning("the engine process %s does not get ready", self.pid)
                self._process.kill()
                if not self._ended():  # the system holds it, e.g. a dead driver
                    raise EngineGoneError(Text("engine.not_started"), "it does not get ready, and does not end")
                until = float("inf")  # its end is being noticed
        if self._ready is None:
            raise self.death()
        return self._ready

    def ask(self, request: Request, events: Events | None = None) -> None:
        """Send `request`; its events go to `events`, which gets None where the process is or becomes dead.

        Raises TooLargeError where the request is.
        """
        if events is not None:
            with self._lock:
                if self._dead:
                    events.put(None)
                    return
                self._waiting[request.request] = events
        try:
            self._writer.write(request)
        except OSError:  # it died, or is closed: the reading thread tells everyone who waits
            _log.info("the engine is gone")

    def forget(self, request: int) -> None:
        """Deliver no more events of `request`."""
        with self._lock:
            self._waiting.pop(request, None)

    def death(self) -> EngineGoneError:
        """Return the error that explains the end of the process. For after its end."""
        if self._closing:
            return EngineGoneError(Text("engine.closed"))
        code = self._process.wait()
        details = "\n".join([f"exit code {code}{_signal_name(code)}", *self._last_lines])
        if self._ready is None:
            return EngineGoneError(Text("engine.not_started"), details)
        return EngineGoneError(Text("engine.died"), details, exit_code=code)

    def close(self) -> None:
        """End the process and wait for it. Idempotent; from any thread but its own."""
        self._closing = True
        # A stopped process reads nothing and may leave this thread hanging in the pipe until it is killed.
        goodbye = threading.Thread(target=self.ask, args=(Quit(0),), name="engine-quit", daemon=True)
        goodbye.start()
        if not self._ended():
            self._process.kill()
            if not self._ended():
                _log.warning("the engine process %s does not end", self.pid)  # the system holds it, e.g. a dead disk
                return
        for thread in (goodbye, self._event_thread, self._log_thread):
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()

    def _ended(self) -> bool:
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _read_events(self) -> None:
        try:
            with io.BufferedReader(cast("io.RawIOBase", self._process.stdout)) as pipe:
                reader = event_reader(pipe)
                while (event := reader.read()) is not None:
                    self._deliver(event)
        except OSError:
            _log.info("the engine's pipe broke")
        except WireError:
            _log.exception("the engine sent no message of this protocol")
            self._process.kill()
        if not self._ended():
            self._process.kill()  # what says no more is of no more use
        code = self._process.wait()
        if not self._closing:
            _log.info("the engine ended with exit code %s", code)
        self._log_thread.join(_PATIENCE)  # its last words explain the death
        with self._lock:
            self._dead = True
            waiting, self._waiting = self._waiting, {}
        self._is_ready.set()
        for events in waiting.values():
            events.put(None)

    def _deliver(self, event: Event) -> None:
        if isinstance(event, Ready):
            self._ready = event
            self._is_ready.set()
            return
        with self._lock:
            events = self._waiting.get(event.request)
        if events is not None:
            events.put(event)

    def _read_log(self) -> None:
        with io.BufferedReader(cast("io.RawIOBase", self._process.stderr)) as lines:
            while line := lines.readline(_LONGEST_LINE):
                text = line.decode("utf-8", "replace").rstrip()
                self._last_lines.append(text)
                _log.debug("engine: %s", text)


def _started(libraries: Path | None) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(
            engine_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env=_environment(libraries),
            creationflags=hidden_process_flags(),
            start_new_session=True,  # Ctrl+C in a terminal is for us to handle
        )
    except OSError as error:
        raise EngineGoneError(Text("engine.not_started"), str(error)) from error


def _environment(libraries: Path | None) -> dict[str, str]:
    environment = engine_environment(libraries)
    for name, value in (("GOMP_SPINCOUNT", _SPIN_COUNT), *_HEAP, _NO_DEBUGGER):
        environment.setdefault(name, value)
    return environment


def _signal_name(code: int) -> str:
    if code >= 0:
        return ""
    try:
        return f" ({signal.Signals(-code).name})"
    except ValueError:
        return ""
