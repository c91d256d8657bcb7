"""What a file of a model should be: by the catalogue, or by what was noted when it was taken in."""

from dataclasses import dataclass
from enum import StrEnum

from models.catalog import ModelFile, known_models
from models.files import FileRecord


class Basis(StrEnum):
    """What a file was compared with."""

    CATALOGUE = "catalogue"
    RECORD = "record"  # what was noted when the file was downloaded, copied or made
    NOTHING = "nothing"  # nobody knows what it should be


@dataclass(frozen=True)
class Expected:
    """The sizes and checksums that a file may have; where there are none, anything goes."""

    basis: Basis
    sizes: frozenset[int]
    checksums: frozenset[str]


def expected(name: str, size: int, record: FileRecord | None) -> Expected:
    """Return what the file `name` of `size` bytes should be.

    What was noted counts more than the catalogue: of some files other editions exist under the same name. The
    catalogue has a say only where it knows a file of this name and this size, or can tell that no such size exists.
    """
    if record is not None and record.sha256 is not None:
        return Expected(Basis.RECORD, frozenset({record.bytes}), frozenset({record.sha256}))
    listed = [file for file in _listed(name) if file.bytes == size]
    checksums = frozenset(file.sha256 for file in listed if file.sha256 is not None)
    if checksums:
        return Expected(Basis.CATALOGUE, frozenset({size}), checksums)
    if record is not None:
        return Expected(Basis.RECORD, frozenset({record.bytes}), frozenset())
    return Expected(Basis.NOTHING, frozenset(), frozenset())


def published(checksum: str) -> bool:
    """Say whether the catalogue has a file with this checksum."""
    return any(file.sha256 == checksum for model in known_models() for file in model.files)


def _listed(name: str) -> list[ModelFile]:
    return [file for model in known_models() for file in model.files if file.name.lower() == name.lower()]
