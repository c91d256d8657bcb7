"""Making a list of models from the files of a repository: only GGUF, the parts of a model as one, smallest first."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePosixPath

from models.downloads.values import ListedFile

_PART = re.compile(r"-(\d{5})-of-(\d{5})(?=\.gguf$)", re.IGNORECASE)
_QUANTIZATION = re.compile(r"(?:^|[-._])((?:UD-)?I?Q\d+(?:_[A-Z0-9]+)*|BF16|FP?16|F32|MXFP4(?:_MOE)?|TQ\d_\d)$")
_NOT_MODELS = re.compile(r"mmproj|imatrix", re.IGNORECASE)
"""GGUF files that only go with a model."""

_LONGEST_NAME = 200
"""Bytes: systems allow 255, and the names of part files are longer."""

_DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)
"""Names that Windows keeps for devices, whatever follows behind a dot."""

_LONGEST_PATH = 1000
"""Characters: what is longer is no path that anybody gave a file."""

_MOST_FILES = 1000
"""More than any repository of models has; with paths this long they fit one message."""


@dataclass(frozen=True)
class RepositoryFile:
    """One file as a hub lists it; None where the hub does not say."""

    path: str
    bytes: int | None
    sha256: str | None


def listed(files: Iterable[RepositoryFile]) -> tuple[ListedFile, ...]:
    """Return the models among `files`, the smallest of them where there are too many to list.

    A split model with parts missing is left out: it cannot be used.
    """
    groups: dict[str, list[RepositoryFile]] = defaultdict(list)
    for file in files:
        if _is_model(file.path):
            groups[part_less(file.path)].append(file)
    models = [_model(sorted(parts, key=lambda one: one.path)) for parts in groups.values() if _complete(parts)]
    models.sort(key=lambda one: (one.bytes is None, one.bytes or 0, one.paths))
    counts = accumulate(len(model.paths) for model in models)
    return tuple(model for model, count in zip(models, counts, strict=True) if count <= _MOST_FILES)


def part_less(path: str) -> str:
    """Return the path of a part without the part's number: the same for all parts of a model."""
    return _PART.sub("", path)


def safe_name(name: str) -> bool:
    """Say whether a name from a hub may be used for a file here, on every platform."""
    plain = not any(character in '<>:"/\\|?*' or not character.isprintable() for character in name)
    device = name.partition(".")[0].rstrip().upper() in _DEVICES
    bare = not device and not name.startswith(".") and name == name.strip()
    return plain and bare and 0 < len(name.encode()) <= _LONGEST_NAME


def _is_model(path: str) -> bool:
    if len(path) > _LONGEST_PATH or not path.isprintable():  # halves of characters neither, which no message carries
        return False
    name = PurePosixPath(path).name
    return name.lower().endswith(".gguf") and _NOT_MODELS.search(name) is None and safe_name(name)


def _complete(parts: list[RepositoryFile]) -> bool:
    found = [_PART.search(file.path) for file in parts]
    numbers = sorted((int(part[1]), int(part[2])) for part in found if part is not None)
    if not numbers:
        return len(parts) == 1
    count = numbers[0][1]
    return len(numbers) == len(parts) and numbers == [(number, count) for number in range(1, count + 1)]


def _model(parts: list[RepositoryFile]) -> ListedFile:
    sizes = [file.bytes for file in parts]
    known = [size for size in sizes if size is not None]
    return ListedFile(
        paths=tuple(file.path for file in parts),
        quantization=_quantization(part_less(parts[0].path)),
        bytes=sum(known) if len(known) == len(sizes) else None,
        sha256=tuple(file.sha256 for file in parts),
    )


def _quantization(path: str) -> str:
    """Return the quantization that a file's name ends with, "" where it does not; the file itself is not there yet."""
    found = _QUANTIZATION.search(PurePosixPath(path).stem.upper())
    return found[1].replace("FP16", "F16") if found else ""
