"""Writes what CHANGELOG.md says of the version that is being released, for the page of the release."""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from tools.package.layout import version
from tools.packages import ROOT
from tools.system import NotReadyError

_HEADING = re.compile(r"^## \[([^\]]+)\].*$", re.MULTILINE)


def notes(changelog: str, wanted: str) -> str:
    """Return the section of a version, without its heading. Raises NotReadyError where it has none, or an empty one."""
    headings = list(_HEADING.finditer(changelog))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        if heading[1] == wanted:
            text = changelog[heading.end() : following.start() if following else None].strip()
            if text:
                return f"{text}\n"
    raise NotReadyError(f"CHANGELOG.md says nothing of version {wanted}.")


def main(arguments: Sequence[str]) -> int:
    """Write the notes into the file that the arguments name. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.package release_notes", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--tag", default=f"v{version()}", help="stop unless the version in pyproject.toml is this one")
    options = parser.parse_args(arguments)
    if options.tag != f"v{version()}":
        raise NotReadyError(f"The tag is {options.tag}, and pyproject.toml has version {version()}.")
    options.file.write_text(notes((ROOT / "CHANGELOG.md").read_text("utf-8"), version()), "utf-8")
    return 0
