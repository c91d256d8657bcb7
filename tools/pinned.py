"""Files that releases are made with and that come from the web: each with the checksum that it must have.

`python -m tools.pinned NAME FOLDER` fetches one: `starter` is the language model that comes with released packages,
`vulkan-sdk` LunarG's kit for Windows, `appimagetool` and `appimage-runtime` make an AppImage.
"""

import argparse
import hashlib
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from models.catalog import Confidence, Hub, ModelFile, Role, starters
from tools.system import NotReadyError, say

_PIECE = 1 << 20


@dataclass(frozen=True)
class Pinned:
    """One file: where it is, what it is called here, and its SHA-256."""

    address: str
    name: str
    sha256: str


_TOOLS = {
    "appimagetool": Pinned(
        "https://github.com/AppImage/appimagetool/releases/download/1.9.1/appimagetool-x86_64.AppImage",
        "appimagetool",
        "ed4ce84f0d9caff66f50bcca6ff6f35aae54ce8135408b3fa33abfc3cb384eb0",
    ),
    "appimage-runtime": Pinned(
        "https://github.com/AppImage/type2-runtime/releases/download/20251108/runtime-x86_64",
        "runtime-x86_64",
        "2fca8b443c92510f1483a883f60061ad09b46b978b2631c807cd873a47ec260d",
    ),
    "vulkan-sdk": Pinned(
        "https://sdk.lunarg.com/sdk/download/1.4.357.0/windows/vulkansdk-windows-X64-1.4.357.0.exe",
        "vulkan-sdk.exe",
        "81f474711e9042f4cd22b31b2f7a8870db2e428b21586fb43dd80150be97310d",
    ),
}
"""Two or more projects that have nothing to do with each other pin each of these to this very checksum."""


def pins() -> Mapping[str, Pinned]:
    """Return every file by the name that the command knows. Raises NotReadyError as `model_file` does."""
    released = next(file for file in starters() if file.role is Role.STARTER)
    return {**_TOOLS, "starter": model_file(released)}


def model_file(file: ModelFile) -> Pinned:
    """Return where a file of the catalogue is. Raises NotReadyError where the catalogue does not pin it."""
    source = next((one for one in file.sources if one.hub is Hub.HUGGINGFACE and one.revision), None)
    if source is None or file.sha256 is None or file.confidence is not Confidence.A:
        raise NotReadyError(
            f"The catalogue does not pin {file.name}: it needs a revision, and a SHA-256 of confidence A."
        )
    address = f"https://huggingface.co/{source.repository}/resolve/{source.revision}/{source.path or file.name}"
    return Pinned(address, file.name, file.sha256)


def fetch(pinned: Pinned, folder: Path) -> Path:
    """Return the file in `folder`, fetched where it is not there or not the right one.

    Raises NotReadyError where it cannot be had, or something else came in its place.
    """
    target = folder / pinned.name
    if target.is_file() and _checksum(target) == pinned.sha256:
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".fetch-", dir=folder) as work:
        part = Path(work) / pinned.name
        _download(pinned.address, part)
        if (came := _checksum(part)) != pinned.sha256:
            raise NotReadyError(f"{pinned.address} is not what it was: its SHA-256 is {came}, not {pinned.sha256}.")
        part.replace(target)
    return target


def _download(address: str, target: Path) -> None:
    say(f"Fetching {address}")
    request = urllib.request.Request(address, headers={"User-Agent": "Tempera"})  # noqa: S310 - https, see the table
    try:
        with urllib.request.urlopen(request, timeout=60) as answer, target.open("wb") as file:  # noqa: S310
            while piece := answer.read(_PIECE):
                file.write(piece)
    except (OSError, urllib.error.URLError) as error:
        raise NotReadyError(f"{address} could not be fetched: {error}") from error


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Fetch the file that the arguments name. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.pinned", description=__doc__)
    parser.add_argument("name", choices=(*_TOOLS, "starter"))
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    try:
        say(str(fetch(pins()[options.name], options.folder)))
    except NotReadyError as reason:
        say(str(reason))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
