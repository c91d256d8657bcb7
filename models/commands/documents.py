"""The one JSON document that a command prints with `--json`."""

from typing import TextIO

import msgspec


def write_json(document: object, out: TextIO) -> None:
    """Print a document, made of dataclasses, as indented JSON."""
    out.write(msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n")
