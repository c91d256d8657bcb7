"""Writes SHA256SUMS of the finished packages, in the form that `sha256sum --check` reads."""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

from tools.package.layout import OUT
from tools.system import NotReadyError, say

NAME = "SHA256SUMS"


def write(folder: Path) -> Path:
    """Write the checksums of all files in a folder into it, and return the file.

    Raises NotReadyError where there is nothing to check.
    """
    files = sorted(file for file in folder.glob("*") if file.is_file() and file.name != NAME)
    if not files:
        raise NotReadyError(f"There is no finished package in {folder}.")
    target = folder / NAME
    target.write_text("".join(f"{checksum(file)}  {file.name}\n" for file in files), "utf-8", newline="\n")
    return target


def checksum(file: Path) -> str:
    """Return a file's SHA-256 in hexadecimal digits."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def main(arguments: Sequence[str]) -> int:
    """Write the checksums of the folder that the arguments name. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.package checksums", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=OUT, help=f"default: {OUT}")
    file = write(parser.parse_args(arguments).folder)
    say(file.read_text("utf-8").rstrip())
    return 0
