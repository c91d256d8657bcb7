"""Makes the pictures of the pages about models: the real program on a virtual screen, with a hub on this computer."""

import mmap
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from desktop.app import Program
    from tests.support.hub_server import HubServer

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pages"
CACHE = ROOT / ".cache"
LARGE, OTHER = "deepseek-r1-distill-qwen-1.5b:Q4_K_M", "qwen2.5-7b-instruct:Q4_K_M"
_SCREEN = "-screen 0 1400x900x24"
_SIZE = (900, 720)
_PATIENCE_MS = 120_000
_SPEED = 20e6


def main() -> int:
    """Start again on a virtual screen, unless this is one; return the exit status."""
    if "--here" in sys.argv:
        with ExitStack() as stack:
            take(stack)
        return 0
    if shutil.which("xvfb-run") is None:
        print("xvfb-run is missing: make system")
        return 1
    command = ("xvfb-run", "-a", "-s", _SCREEN, sys.executable, "-m", "tools.page_screenshots", "--here")
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def take(stack: ExitStack) -> None:
    """Run the program in a data folder of its own and save a picture of each page. Raises TimeoutError."""
    from tests.support.hub_server import running_hub
    from tools.fetch_starter import fetch

    user = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    home = user / "Tempera"
    os.environ |= {"HOME": str(user), "TEMPERA_HOME": str(home), "LANG": "C.UTF-8", "GGML_VK_VISIBLE_DEVICES": "0"}
    os.environ["TEMPERA_RUNTIMES"] = str(CACHE / "runtimes")
    fetch(home / "models")
    hub = stack.enter_context(running_hub())
    hub.bytes_per_second = _SPEED
    sparse = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    for model in (LARGE, OTHER):
        _offer(hub, model, sparse, stack)
    _run(home, hub, stack)


def _offer(hub: "HubServer", model: str, folder: Path, stack: ExitStack) -> None:
    """Put a file of the catalogue on the hub: its name and its size are right, of its bytes only the first four."""
    from models.catalog import known_model
    from models.downloads import files_for
    from models.settings import NetworkSettings
    from tests.support.hub_server import COMMIT, HubFile, Repository

    known = known_model(model)
    if known is None:
        raise LookupError(model)
    file = files_for(known, model.partition(":")[2], NetworkSettings())[0]
    sparse = stack.enter_context((folder / file.name).open("w+b"))
    sparse.write(b"GGUF")
    sparse.truncate(file.bytes or 0)
    content = stack.enter_context(mmap.mmap(sparse.fileno(), 0, access=mmap.ACCESS_READ))
    source = file.sources[0]
    repository = hub.repositories.setdefault(source.repository, Repository(commit=source.revision or COMMIT))
    # A mapped file is read as bytes are, and takes no memory.
    repository.files[source.path or file.name] = HubFile(
        cast("bytes", content), told_sha256=file.sha256 or "0" * 64, told_bytes=file.bytes or 0
    )


def _run(home: Path, hub: "HubServer", stack: ExitStack) -> None:
    from desktop.app import Program
    from models.paths import Paths
    from models.settings import NETWORK, ModelSource, NetworkSettings, SettingsStore
    from models.texts import Phrasebook

    paths = Paths(home)
    store = SettingsStore(paths.settings)
    store.save(NETWORK, NetworkSettings(source=ModelSource.CUSTOM, endpoint=hub.address))
    program = Program(paths=paths, store=store, say=Phrasebook("en"))
    stack.callback(program.close)
    _Photographer(program).take_all()


class _Photographer:
    """Goes from page to page as a user would."""

    def __init__(self, program: "Program") -> None:
        from desktop.library import ModelsDialog

        window = program.open(None).shell.window
        window.models_requested.emit()
        dialog = window.findChild(ModelsDialog)
        if dialog is None:
            raise LookupError("the window about models")
        self.dialog: ModelsDialog = dialog
        self.dialog.resize(*_SIZE)

    def take_all(self) -> None:
        from desktop.library import Page

        dialog = self.dialog
        self.wait(lambda: self.says("For this computer") and self.says("In use"))
        dialog.catalogue.get_requested.emit(LARGE)
        self.wait(lambda: self.says(" left"))
        self.save(Page.CATALOGUE, "catalogue")
        dialog.catalogue.get_requested.emit(OTHER)
        dialog.show_page(Page.DOWNLOADS)
        self.wait(lambda: self.says("of 4.7 GB · "))
        dialog.downloads.pause_requested.emit(OTHER)
        self.wait(lambda: self.says("Paused at"))
        self.save(Page.DOWNLOADS, "downloads")
        for download in (LARGE, OTHER):
            dialog.downloads.cancel_requested.emit(download)
        self.wait(lambda: dialog.downloads.count == 0)
        dialog.show_page(Page.INSTALLED)
        dialog.installed.dropped.emit(CACHE / "models" / "r1-tiny-v1.gguf")
        self.wait(lambda: self.says("Chat template"))
        self.save(Page.INSTALLED, "import")
        dialog.catalogue.plan_requested.emit(OTHER)
        self.wait(lambda: self.says("layers go to"))
        self.save(Page.PLAN, "plan")
        dialog.show_page(Page.DOCTOR)
        self.wait(lambda: self.says("SQLite"))
        self.save(Page.DOCTOR, "doctor")

    def says(self, words: str) -> bool:
        """Say whether any label of the window has these words."""
        from PySide6.QtWidgets import QLabel

        return any(words in label.text() for label in self.dialog.findChildren(QLabel))

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        from PySide6.QtCore import QElapsedTimer
        from PySide6.QtTest import QTest

        clock = QElapsedTimer()
        clock.start()
        while not condition():
            if clock.elapsed() > _PATIENCE_MS:
                raise TimeoutError
            QTest.qWait(20)

    def save(self, page: object, name: str) -> None:
        """Save a picture of the page that is shown."""
        from PySide6.QtTest import QTest

        if self.dialog.page is not page:
            raise LookupError(name)
        QTest.qWait(300)
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = PICTURES / f"{name}.png"
        if not self.dialog.grab().save(str(picture)):
            raise OSError(f"{picture} was not written")


if __name__ == "__main__":
    sys.exit(main())
