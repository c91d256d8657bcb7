"""Python itself, and what PyInstaller puts before it."""

import platform
import sys
import sysconfig
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from tools.package.inventory import distributions
from tools.package.inventory.component import Component, Kind, LicenceText, MissingLicenceError


def language() -> Iterator[Component]:
    """Yield Python and PyInstaller's starter. Raises MissingLicenceError where Python's licence is not here."""
    yield Component(
        name="Python",
        version=platform.python_version(),
        kind=Kind.LANGUAGE,
        licence="PSF-2.0",
        texts=(_python_licence(),),
        purl=f"pkg:generic/python@{platform.python_version()}",
        source="https://www.python.org/downloads/source/",
    )
    yield distributions.component(distribution("pyinstaller"))


def _python_licence() -> LicenceText:
    folders = (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix))
    for folder in folders:
        file = folder / "LICENSE.txt"
        if file.is_file():
            return LicenceText("LICENSE.txt", file.read_text("utf-8", "replace"))
    raise MissingLicenceError(f"This Python has no LICENSE.txt in {' or '.join(map(str, folders))}.")
