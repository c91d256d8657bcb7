"""Makes the pictures of the lab: one real measurement of the starter model, in both themes and languages."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.lab import LabDialog
    from models.settings import SettingsStore

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "lab"
_SCREEN = "-screen 0 1400x1300x24"
_SIZE = (1040, 940)
_PATIENCE_MS = 120_000
_TASKS = ("story-en", "explain-en", "syllogism-en")
_TEMPERATURES = (0.2, 0.8, 1.4, 2.0)
_REPEATS = 6
_TOKENS = 48
_WORD = "--here"
_PLANNED = "en-light"
"""Where the page of a new measurement is pictured."""


def main() -> int:
    """Start again on a virtual screen, unless this is one; return the exit status.

    With a folder, the measurement is kept in there, and one that is there already is shown and not made again.
    """
    folders = [Path(one) for one in sys.argv[1:] if one != _WORD]
    if _WORD in sys.argv:
        with ExitStack() as stack:
            take(folders[0] if folders else Path(stack.enter_context(tempfile.TemporaryDirectory())))
        return 0
    if shutil.which("xvfb-run") is None:
        print("xvfb-run is missing: make system")
        return 1
    command = ("xvfb-run", "-a", "-s", _SCREEN, sys.executable, "-m", "tools.lab_pictures", _WORD, *map(str, folders))
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def take(user: Path) -> None:
    """Measure in a home folder and save the pictures. Raises CalledProcessError, OSError, TimeoutError."""
    from models.settings import PREFERENCES, Appearance, Language, Preferences, SettingsStore
    from tools.fetch_starter import fetch

    home = user.absolute() / "Tempera"
    os.environ |= {"HOME": str(user), "TEMPERA_HOME": str(home), "LANG": "C.UTF-8", "GGML_VK_VISIBLE_DEVICES": "0"}
    fetch(home / "models")
    if not any((home / "lab" / "sweeps").glob("*")):
        _measure()
    PICTURES.mkdir(parents=True, exist_ok=True)
    store = SettingsStore(home / "settings.toml")
    for language in (Language.ENGLISH, Language.CHINESE):
        for theme in (Appearance.LIGHT, Appearance.DARK):
            store.save(PREFERENCES, Preferences(language=language, theme=theme))
            _photograph(home, store, f"{language.value}-{theme.value}")


def _measure() -> None:
    amounts = ("--repeats", str(_REPEATS), "--max-tokens", str(_TOKENS), "--language", "en")
    grid = ("--tasks", ",".join(_TASKS), "--temperatures", ",".join(map(str, _TEMPERATURES)), *amounts)
    subprocess.run((sys.executable, "-m", "desktop", "lab", "run", *grid), cwd=ROOT, check=True)


def _photograph(home: Path, store: "SettingsStore", name: str) -> None:
    """Take the pages that the documentation shows in one language and theme."""
    from desktop.app import Program
    from desktop.lab import LabDialog
    from models.paths import Paths
    from models.texts import Phrasebook

    program = Program(paths=Paths(home), store=store, say=Phrasebook("en"))
    try:
        parts = program.open(None)
        _wait(lambda: parts.loading.current is not None)
        parts.shell.window.lab_requested.emit()
        (dialog,) = parts.shell.window.findChildren(LabDialog)
        dialog.resize(*_SIZE)
        _wait(lambda: bool(dialog.plan.wish().models) and dialog.runs.count() > 0)
        if name == _PLANNED:
            _choose(dialog)
            _save(dialog, f"plan-{name}")
        dialog.runs.setFocus()
        dialog.runs.setCurrentRow(0)
        _wait(lambda: len(dialog.run.chart.chart.temperatures) == len(_TEMPERATURES))
        _save(dialog, f"run-{name}")
    finally:
        program.close()


def _choose(dialog: "LabDialog") -> None:
    from models.lab import built_in_task

    dialog.plan.tasks.tick(built_in_task(task) for task in _TASKS)
    dialog.plan.temperatures.show_value(_TEMPERATURES)
    dialog.plan.show_amounts(repeats=_REPEATS, tokens=_TOKENS)


def _wait(condition: Callable[[], bool]) -> None:
    from PySide6.QtCore import QElapsedTimer
    from PySide6.QtTest import QTest

    clock = QElapsedTimer()
    clock.start()
    while not condition():
        if clock.elapsed() > _PATIENCE_MS:
            raise TimeoutError
        QTest.qWait(20)


def _save(dialog: "LabDialog", name: str) -> None:
    from PySide6.QtGui import QCursor
    from PySide6.QtTest import QTest

    QCursor.setPos(0, 0)  # nothing is pictured as being pointed at
    QTest.qWait(2000)  # what is read in the background is on the page
    if not dialog.grab().save(str(PICTURES / f"{name}.png")):
        raise OSError(name)


if __name__ == "__main__":
    sys.exit(main())
