"""Taking conversations in from a file: read by a process of its own, written to the history one by one."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from models.errors import UserError, user_error
from models.exchange.messages import Done, Progress, Refused
from models.exchange.process import messages, reading_process
from models.exchange.taking_in import TakingIn
from models.exchange.values import ImportOptions, ImportProgress, ImportSummary
from models.history import History
from models.system import ChildProcess

_log = logging.getLogger(__name__)
_PROGRESS_SECONDS = 0.1

Outcome = ImportSummary | UserError
"""How an import ended: with what it did, or with why the file cannot be read at all."""


class Import:
    """A running import. Made by `start_import`."""

    def __init__(
        self,
        path: Path,
        history: History,
        options: ImportOptions,
        *,
        on_progress: Callable[[ImportProgress], None],
        on_done: Callable[[Outcome], None],
    ) -> None:
        self._path = path
        self._options = options
        self._on_progress = on_progress
        self._on_done = on_done
        self._taking_in = TakingIn(history, options)
        self._cancelled = threading.Event()
        self._process: ChildProcess | None = None
        self._next_progress = 0.0
        self._thread = threading.Thread(target=self._run, name="import", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """End it early; `on_done` is still called. What was taken in stays. Idempotent, from any thread."""
        self._cancelled.set()
        if self._process is not None:
            self._process.kill()

    def wait(self) -> None:
        """Wait until `on_done` has been called."""
        self._thread.join()

    def _run(self) -> None:
        try:
            outcome = self._read()
        except UserError as error:
            outcome = self._ended_by(error)
        except Exception as error:  # an import that never ends would be worse  # noqa: BLE001
            _log.exception("an import failed")
            outcome = self._ended_by(user_error("exchange.file.not_read", details=repr(error)))
        self._on_done(outcome)

    def _read(self) -> Outcome:
        with reading_process(self._path, self._options.language) as process:
            self._process = process
            if self._cancelled.is_set():  # before there was anything to kill
                process.kill()
            try:
                for message in messages(process):
                    if self._cancelled.is_set():
                        break
                    match message:
                        case Progress(done, total):
                            self._tell(done, total)
                        case Done():
                            return self._taking_in.summary(cancelled=False, problem=None)
                        case Refused(reason, details):
                            return self._ended_by(UserError(reason, details))
                        case _:
                            self._taking_in.take(message)
            except msgspec.DecodeError as error:
                raise user_error("exchange.file.not_read", details=str(error)) from error
            if self._cancelled.is_set():
                return self._taking_in.summary(cancelled=True, problem=None)
            raise user_error("exchange.file.not_read", details=process.last_words())

    def _ended_by(self, error: UserError) -> Outcome:
        """Return the error where nothing came out of the file, else what was done before it."""
        if not self._taking_in.found_something:
            return error
        _log.info("an import ended early: %s", error.details)
        return self._taking_in.summary(cancelled=self._cancelled.is_set(), problem=error.text)

    def _tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now >= self._next_progress:
            self._next_progress = now + _PROGRESS_SECONDS
            self._on_progress(ImportProgress(done, total, self._taking_in.conversations))


def start_import(
    path: Path,
    history: History,
    options: ImportOptions,
    *,
    on_progress: Callable[[ImportProgress], None],
    on_done: Callable[[Outcome], None],
) -> Import:
    """Begin to take in the conversations of a file, of whichever kind it is; return at once.

    `on_progress`, a few times a second, and then, once, `on_done` are called in a thread of the import. One
    conversation is one change of the history: it is taken in whole or not at all.
    """
    started = Import(path, history, options, on_progress=on_progress, on_done=on_done)
    started.start()
    return started
