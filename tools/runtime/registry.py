"""What comes from the package registry, fetched once and kept: llama.cpp's source, NVIDIA's compiler and libraries."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.packages import environment
from tools.system import NotReadyError, say


def cache() -> Path:
    """Return the folder in which downloads and finished builds are kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "tempera"


def source_archive(requirement: str) -> Path:
    """Return the source archive of a package, e.g. `name==1.0`, as its authors published it."""
    name, _, version = requirement.partition("==")
    folder = cache() / "sources"
    pattern = f"{name.replace('-', '_')}-{version}.tar.gz"
    if not (folder / pattern).exists():
        say(f"Fetching the source of {requirement}.")
        with draft(folder) as place:
            _pip("download", "--no-deps", "--no-binary", name, "--dest", str(place), requirement)
            folder.mkdir(parents=True, exist_ok=True)
            (place / pattern).replace(folder / pattern)
    return folder / pattern


def unpacked_wheels(requirements: Sequence[str], name: str) -> Path:
    """Return a folder that holds the unpacked wheels of `requirements`, kept under `name`."""
    folder = cache() / "nvidia" / name
    if not folder.exists():
        say(f"Fetching {', '.join(requirements)}.")
        with draft(folder) as place:
            _pip("install", "--no-deps", "--only-binary", ":all:", "--target", str(place), *requirements)
            folder.parent.mkdir(parents=True, exist_ok=True)
            place.replace(folder)
    return folder


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """Give a folder beside `target` to fetch into; what is left of it afterwards is removed."""
    folder = target.with_name(f"{target.name}.{os.getpid()}")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _pip(*arguments: str) -> None:
    command = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input", *arguments)
    if subprocess.run(command, env=environment(), check=False).returncode != 0:
        raise NotReadyError("That could not be fetched; the message is above.")
