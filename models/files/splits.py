"""Models in several files: the names of the parts, as llama.cpp forms and demands them."""

import re
from dataclasses import dataclass
from pathlib import Path

from models.errors import user_error
from models.files.byte_reader import BrokenHeaderError
from models.files.metadata import Metadata
from models.files.opening import shown_name

_MAX_PARTS = 1000
_PART = re.compile(r"-\d{5}-of-\d{5}\.gguf$")
_NUMBERED = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<count>\d{5})\.gguf")


@dataclass(frozen=True)
class PartFamily:
    """The parts of a split model as the name of one of them tells; `number` of that one counts from 1."""

    number: int
    parts: tuple[Path, ...]


def part_family(path: Path) -> PartFamily | None:
    """Return all parts of the split model that `path` is named as a part of, None where it is not named so.

    Only the name is looked at: for files whose headers cannot be read.
    """
    found = _NUMBERED.fullmatch(path.name)
    if found is None:
        return None
    number, count = int(found["number"]), int(found["count"])
    if not 1 <= number <= count <= _MAX_PARTS:
        return None
    names = (found["stem"] + _ending(other, count) for other in range(count))
    return PartFamily(number, tuple(path.with_name(name) for name in names))


def without_part_number(file_name: str) -> str:
    """Return a file's name without its ending and, for a part of a model, without the part's number."""
    return _PART.sub("", file_name).removesuffix(".gguf")


def part_paths(path: Path, metadata: Metadata) -> tuple[Path, ...]:
    """Return the paths of all parts of the model whose first part is `path`; only `path` where it is not split.

    Raises UserError where `path` is a later part, where it does not have the name of a first part, and where a part is
    missing; BrokenHeaderError where the count cannot be.
    """
    count = metadata.whole("split.count") or 1
    number = metadata.whole("split.no") or 0
    if count == 1:
        return (path,)
    if count > _MAX_PARTS or number >= count:
        raise BrokenHeaderError(f"part {number + 1} of {count}")
    ending = _ending(number, count)
    stem = path.name.removesuffix(ending)
    if stem in {"", path.name}:
        raise user_error("error.file.part_renamed", name=shown_name(path), ending=_ending(0, count), count=count)
    parts = tuple(path.with_name(stem + _ending(other, count)) for other in range(count))
    if number > 0:
        first = shown_name(parts[0])
        raise user_error("error.file.not_first_part", name=shown_name(path), first=first, count=count)
    for part in parts:
        if not part.exists():
            raise user_error("error.file.part_missing", name=shown_name(path), part=shown_name(part), count=count)
    return parts


def check_part(metadata: Metadata, *, number: int, count: int) -> None:
    """Check that a file is part `number` (from 0) of `count`. Raises BrokenHeaderError."""
    found = metadata.whole("split.no"), metadata.whole("split.count")
    if found != (number, count):
        raise BrokenHeaderError(f"part {number} of {count} says it is {found}")


def _ending(number: int, count: int) -> str:
    return f"-{number + 1:05d}-of-{count:05d}.gguf"
