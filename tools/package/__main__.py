"""`python -m tools.package JOB [ARGUMENT ...]`: does one of the jobs that make packages."""

import sys
from collections.abc import Sequence
from importlib import import_module

from tools.system import NotReadyError, say

JOBS = {
    "icons": "the program's icons from its drawings, for every system",
    "build": "the program's folder, by PyInstaller",
    "sizes": "compare the size of each part of the program's folder with the budget",
    "notices": "the licences of everything in the program's folder",
    "sbom": "the list of everything in the program's folder, for machines",
    "deb": "a .deb of the program's folder",
    "tarball": "a tar.gz with a script that installs for one user",
    "appdir": "a folder that becomes an AppImage",
    "windows": "the installer for Windows",
    "macos": "the application bundle and its disk image",
    "checksums": "the SHA-256 of each finished package",
    "release_notes": "what the changelog says of this version",
    "trial": "install a package where nothing else is, and use it",
}
"""Each job is the module of its name, which has a function `main(arguments) -> exit status`."""


def main(arguments: Sequence[str]) -> int:
    """Do the job that is named first. Returns its exit status."""
    if not arguments or arguments[0] not in JOBS:
        say("python -m tools.package JOB\n")
        for name, does in JOBS.items():
            say(f"  {name:<14} {does}")
        return 2
    job = import_module(f"tools.package.{arguments[0]}")
    try:
        status: int = job.main(arguments[1:])
    except NotReadyError as reason:
        say(str(reason))
        return 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
