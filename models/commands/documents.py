"""The one JSON document that a command prints with `--json`."""

import os
from pathlib import Path
from typing import TextIO

import msgspec


def write_json(document: object, out: TextIO) -> None:
    """Print a document, made of dataclasses, as indented JSON."""
    out.write(msgspec.json.format(msgspec.json.encode(document, enc_hook=_path), indent=2).decode() + "\n")


def _path(value: object) -> str:
    """Return a path as text, whatever bytes it is made of."""
    if isinstance(value, Path):
        return os.fsencode(value).decode("utf-8", "replace")
    raise NotImplementedError(type(value))
