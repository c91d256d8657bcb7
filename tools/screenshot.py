"""Makes the README's screenshot: the real program on a virtual screen, asked a question with real key events."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "screenshot.png"
QUESTION = "Explain in two sentences why the sky is blue."
_SCREEN = "-screen 0 1400x900x24"
_PATIENCE_MS = 120_000


def main() -> int:
    """Start again on a virtual screen, unless this is one; return the exit status."""
    if "--here" in sys.argv:
        take(PICTURE)
        return 0
    if shutil.which("xvfb-run") is None:
        print("xvfb-run is missing: make system")
        return 1
    command = ("xvfb-run", "-a", "-s", _SCREEN, sys.executable, "-m", "tools.screenshot", "--here")
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def take(picture: Path) -> None:
    """Run the program in a data folder of its own and save a picture of its window. Raises TimeoutError."""
    from tools.fetch_starter import fetch

    with tempfile.TemporaryDirectory() as home:
        os.environ["TEMPERA_HOME"] = home
        os.environ["LANG"] = "C.UTF-8"
        fetch(Path(home) / "models")
        _run(picture)


def _run(picture: Path) -> None:
    from PySide6.QtCore import QElapsedTimer, Qt
    from PySide6.QtTest import QTest

    from desktop.app import Program
    from desktop.conversation import ComposerState
    from models.paths import user_paths
    from models.settings import SettingsStore
    from models.texts import Phrasebook

    paths = user_paths()
    program = Program(paths=paths, store=SettingsStore(paths.settings), say=Phrasebook("en"))
    try:
        window = program.open(None).shell.window
        window.resize(1240, 800)
        window.open_parts(sidebar=True, panel=True)

        def wait_for(state: ComposerState) -> None:
            clock = QElapsedTimer()
            clock.start()
            while window.composer.state is not state:
                if clock.elapsed() > _PATIENCE_MS:
                    raise TimeoutError(state.value)
                QTest.qWait(20)

        wait_for(ComposerState.READY)
        QTest.keyClicks(window.focusWidget(), QUESTION)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
        wait_for(ComposerState.ANSWERING)
        wait_for(ComposerState.READY)
        QTest.qWait(300)
        picture.parent.mkdir(exist_ok=True)
        if not window.grab().save(str(picture)):
            raise OSError(f"{picture} was not written")
    finally:
        program.close()


if __name__ == "__main__":
    sys.exit(main())
