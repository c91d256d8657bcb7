"""From the command line to a running window, in order: display, log and crash report, history, window, event loop.

Qt is imported here and not before: `desktop.__main__` decides first whether a window is wanted at all.
"""

import contextlib
import errno
import gc
import logging
import logging.handlers
import os
import sys
from pathlib import Path

from desktop.input_methods import reach_fcitx
from models.errors import UserError
from models.installation import is_packaged, portable_home
from models.paths import Paths, user_paths
from models.settings import PREFERENCES, Language, SettingsStore
from models.texts import Phrasebook, chosen_language

_LOG_BYTES = 1_000_000
_SWITCH_SECONDS = 0.001
"""How long a background thread may hold the interpreter: Python's own 5 ms let the window stall."""


def open_window(model: Path | None) -> int:
    """Open the window, with `model` loaded where one is named; return the exit status when it is closed."""
    gc.disable()  # while Qt is loaded; from then on the application's collector does its work
    try:
        paths = user_paths()
    except UserError as error:
        systems = Phrasebook(chosen_language(Language.SYSTEM))
        return _show(systems.phrase(error.text), systems)
    store = SettingsStore(paths.settings)
    say = Phrasebook(chosen_language(store.load(PREFERENCES).language))
    if not _has_display():
        return _refuse(say("start.no_display"))
    try:
        _start_log(paths)
    except OSError as error:
        return _show(_no_home(paths, error, say), say)
    if sys.platform.startswith("linux"):
        reach_fcitx(os.environ)
    try:
        from desktop.app import Program
    except ImportError as error:  # one of Qt's system libraries is missing
        return _refuse(say("start.broken" if is_packaged() else "start.no_qt", reason=str(error)))
    sys.setswitchinterval(_SWITCH_SECONDS)
    program = Program(paths=paths, store=store, say=say)
    try:
        return program.run(model)
    except UserError as error:
        logging.getLogger(__name__).info("not started: %s", error.text.id)
        program.explain(error)
        return 1
    finally:
        program.close()


def _has_display() -> bool:
    named = (os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    return not sys.platform.startswith("linux") or any(named)


def _refuse(sentence: str) -> int:
    if sys.stderr is not None:  # there is none in a windowed program on Windows
        sys.stderr.write(sentence + "\n")
    return 1


def _no_home(paths: Paths, error: OSError, say: Phrasebook) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return say("error.folder.no_space", folder=str(paths.home))
    reason = error.strerror or str(error)
    text_id = "start.portable_read_only" if paths.home == portable_home() else "start.no_home"
    return say(text_id, folder=str(paths.home), reason=reason)


def _show(sentence: str, say: Phrasebook) -> int:
    """Say why there is no window to somebody who double-clicked the program, and may have no terminal."""
    _refuse(sentence)
    if _has_display():
        with contextlib.suppress(ImportError):  # without Qt's libraries the terminal has to do
            from PySide6.QtWidgets import QApplication

            from desktop.refusal import refusal_box

            application = QApplication.instance() or QApplication(["tempera"])
            refusal_box(sentence, say=say).exec()
            del application
    return 1


class _Log(logging.handlers.RotatingFileHandler):
    """A log that stays silent where it cannot be written: a full disk is told where it matters to the user."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name of logging
        """Do without this line."""
        del record


def _start_log(paths: Paths) -> None:
    paths.logs.mkdir(parents=True, exist_ok=True)
    handler = _Log(paths.logs / "tempera.log", maxBytes=_LOG_BYTES, backupCount=3, encoding="utf-8", delay=True)
    logging.basicConfig(
        level=logging.INFO, handlers=[handler], format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
