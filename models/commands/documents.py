"""The one JSON document that a command prints with `--json`."""

import json
from pathlib import Path
from typing import TextIO

import msgspec


def write_json(document: object, out: TextIO) -> None:
    """Print a document, made of dataclasses, as indented JSON; what is no text in a file's name becomes a `?`."""
    text = json.dumps(msgspec.to_builtins(document, enc_hook=_path), indent=2, ensure_ascii=False)
    out.write(text.encode("utf-8", "replace").decode() + "\n")


def _path(value: object) -> str:
    if isinstance(value, Path):
        return str(value)
    raise NotImplementedError(type(value))
