"""What the pages show of models that can be had."""

from dataclasses import dataclass
from pathlib import Path

from desktop.library.fit import Fit


@dataclass(frozen=True)
class FileOffer:
    """One choice among the files of a model.

    `id` is the download's. `bytes` is None where it is not known, `about` says that it is only known roughly. `here` is
    the file on this machine, None where it is not there.
    """

    id: str
    quantization: str
    bytes: int | None = None
    about: bool = False
    fit: Fit | None = None
    here: Path | None = None


@dataclass(frozen=True)
class ModelOffer:
    """A model of the catalogue with its files, of which `default` (an id) is recommended."""

    id: str
    name: str
    good_at: str
    licence: str
    parameters: int
    context: int
    files: tuple[FileOffer, ...]
    default: str
