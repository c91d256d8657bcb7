"""Files of a few packages of a newer Debian, unpacked beside the system and never installed into it."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tools.runtime.registry import cache, draft
from tools.system import NotReadyError, say

_SUITE = "trixie"
_KEYS = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
_MIRROR = re.compile(r"^(?:URIs:|deb(?: \[[^]]*\])?) *(\S+/debian)/?(?: |$)", re.MULTILINE)


def unpacked_packages(name: str, packages: Sequence[str]) -> Path:
    """Return a folder with the files of `packages`, kept under `name`. Raises NotReadyError on other systems."""
    folder = cache() / f"{name}-{_SUITE}"
    if not folder.exists():
        mirror = next(iter(mirrors(_sources())), None)
        if mirror is None or not _KEYS.exists() or not shutil.which("apt-get"):
            raise NotReadyError(f"This needs newer files than this system has, of {' and '.join(packages)}.")
        say(f"Fetching {' and '.join(packages)} of Debian {_SUITE}.")
        with draft(folder) as place:
            _fetch(place, mirror, packages)
            files = place / "files"
            for package in place.glob("*.deb"):
                _run(place, "dpkg", "-x", str(package), str(files))
            files.replace(folder)
    return folder


def mirrors(sources: str) -> list[str]:
    """Return the mirrors of Debian that apt's lists of sources name."""
    return _MIRROR.findall(sources)


def _sources() -> str:
    lists = Path("/etc/apt/sources.list.d")
    files = (Path("/etc/apt/sources.list"), *sorted(lists.glob("*.sources")), *sorted(lists.glob("*.list")))
    return "\n".join(file.read_text("utf-8") for file in files if file.exists())


def _fetch(place: Path, mirror: str, packages: Sequence[str]) -> None:
    sources = place / "sources.list"
    sources.write_text(f"deb [signed-by={_KEYS}] {mirror} {_SUITE} main\n", "utf-8")
    (place / "lists" / "partial").mkdir(parents=True)
    options = (
        f"-oDir::Etc::SourceList={sources}",
        f"-oDir::Etc::SourceParts={place / 'none'}",
        f"-oDir::State::Lists={place / 'lists'}",
        f"-oDir::Cache={place / 'cache'}",
        "-oAPT::Sandbox::User=",
    )
    _run(place, "apt-get", "-qq", *options, "update")
    _run(place, "apt-get", "-qq", *options, "download", *packages)


def _run(place: Path, *command: str) -> None:
    if subprocess.run(command, cwd=place, check=False).returncode != 0:
        raise NotReadyError(f"This failed, and its message is above: {' '.join(command)}")
