"""The models Tempera knows by name, and recognizing a file as one of them."""

from enum import StrEnum
from functools import cache
from pathlib import PurePath
from typing import Annotated

from msgspec import Meta

from models.catalog.architecture import Architecture, Mixture
from models.catalog.data import Data, Id, Positive, TextId, Words, read, require, require_unique
from models.catalog.families import families
from models.catalog.recognition import plain_name


class Confidence(StrEnum):
    """How sure a file's size and checksum are; below B they are never shown as exact."""

    A = "A"  # three independent sources agree, or checked here
    A_MINUS = "A-"
    B = "B"  # one or two sources
    C = "C"  # rounded or derived


class Hub(StrEnum):
    """Where files come from."""

    HUGGINGFACE = "huggingface"
    MODELSCOPE = "modelscope"
    PYPI = "pypi"


class Role(StrEnum):
    """A part that a file plays in the program: both come with it and answer from the first minute."""

    STARTER = "starter"  # comes with released packages
    DEMO = "demo"  # comes with a source tree and with packages made from one: English only, good for a first look


class Source(Data, frozen=True):
    """One place a file can be had from; `revision` is None where no revision is known, `path` where it is the name."""

    hub: Hub
    repository: Words
    revision: Words | None = None
    path: Words | None = None


class ModelFile(Data, frozen=True):
    """One file of a model.

    `bytes` and `sha256` are exact or None; `approximate_bytes` is for "about 1.3 GB". A model in several files has
    `part` 1 to `parts`. A `superseded` file can no longer be had, but people have it.
    """

    quantization: Words
    name: Words
    confidence: Confidence
    sources: tuple[Source, ...]
    bytes: Positive | None = None
    approximate_bytes: Positive | None = None
    sha256: Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")] | None = None
    role: Role | None = None
    part: Positive = 1
    parts: Positive = 1
    superseded: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse exact figures that nobody is sure of, and parts that do not exist."""
        exact = self.bytes is not None or self.sha256 is not None
        require(holds=not (exact and self.confidence is Confidence.C), otherwise="confidence C has no exact figures")
        require(holds=self.part <= self.parts, otherwise=f"part {self.part} of {self.parts}")
        require(holds=bool(self.sources), otherwise="the file has no source")


class KnownModel(Data, frozen=True):
    """A model of the catalogue.

    `context` is what the model handles as it is, in tokens. `base_names` are the names in the metadata of its files,
    as `plain_name` writes them. `default` is the quantization to have unless one is chosen, `good_at` the texts that
    say what the model is for.
    """

    id: Id
    name: Words
    family: Id
    licence: Words
    parameters: Positive
    context: Positive
    base_names: tuple[Words, ...]
    default: Words
    good_at: tuple[TextId, ...]
    architecture: Architecture
    files: tuple[ModelFile, ...]

    def __post_init__(self) -> None:
        """Refuse a default that is not to be had."""
        require(holds=bool(self.files_of(self.default)), otherwise=f"{self.id} has no file in {self.default}")

    @property
    def quantizations(self) -> tuple[str, ...]:
        """The quantizations that can be had, the default first."""
        names = dict.fromkeys((self.default, *(file.quantization for file in self.files if not file.superseded)))
        return tuple(name for name in names if self.files_of(name))

    def files_of(self, quantization: str) -> tuple[ModelFile, ...]:
        """Return the file to have for a quantization, or all parts of it in order; none where there is none."""
        files = [file for file in self.files if file.quantization == quantization and not file.superseded]
        if not files:
            return ()
        return tuple(file for file in files if _same_whole(file, files[0]))


class CatalogFile(Data, frozen=True):
    """The file `catalog.json`; `mixtures` are how llama.cpp stores the tensors of a model, by quantization."""

    mixtures: dict[Words, Mixture]
    models: tuple[KnownModel, ...]

    def __post_init__(self) -> None:
        """Refuse what is given twice, and a catalogue without exactly one file for each role."""
        require_unique(tuple(model.id for model in self.models), "model")
        require_unique(tuple(name for model in self.models for name in model.base_names), "base name")
        files = tuple(file for model in self.models for file in model.files)
        require_unique(tuple(file.sha256 for file in files if file.sha256), "checksum")
        require_unique(tuple(f"{file.name} of {file.bytes} bytes" for file in files if file.bytes), "file")
        for role in Role:
            count = sum(file.role is role for file in files)
            require(holds=count == 1, otherwise=f"there are {count} files for the role {role.value}")


def _same_whole(one: ModelFile, other: ModelFile) -> bool:
    """Say whether two files are parts of the same model, or one and the same file."""
    if one.parts == 1 or other.parts == 1:
        return one is other
    return one.parts == other.parts and one.sources == other.sources


@cache
def _file() -> CatalogFile:
    content = read("catalog.json", CatalogFile)
    unknown = sorted({model.family for model in content.models} - {item.id for item in families()})
    require(holds=not unknown, otherwise=f"catalog.json: unknown families {', '.join(unknown)}")
    return content


def mixture(quantization: str) -> Mixture | None:
    """Return how the tensors of a file in `quantization` are stored, None where it is not known."""
    return _file().mixtures.get(quantization)


def known_models() -> tuple[KnownModel, ...]:
    """Return all models of the catalogue."""
    return _file().models


def known_model(model_id: str) -> KnownModel | None:
    """Return a model by its id, with or without a quantization behind it; None where there is none."""
    plain = model_id.partition(":")[0].lower()
    return next((model for model in known_models() if model.id == plain), None)


def starters() -> tuple[ModelFile, ...]:
    """Return the files that may come with the program, the better one first."""
    files = [file for model in known_models() for file in model.files]
    return tuple(file for role in Role for file in files if file.role is role)


def recommended() -> KnownModel:
    """Return the model to have after the one that comes with the program: the first that does not."""
    return next(model for model in known_models() if not any(file.role for file in model.files))


def role_of(path: PurePath) -> Role | None:
    """Return the role of a model file by its name, None where it has none."""
    return next((file.role for file in starters() if file.name == path.name), None)


def identify_model(
    file_name: str,
    *,
    size: int | None = None,
    base_name: str | None = None,
    size_label: str | None = None,
    name: str | None = None,
    quantization: str = "",
    sha256: str | None = None,
) -> str:
    """Return the id of the model in a file: a catalogue id, `:` and the quantization; else the file's stem.

    A file is recognized by its checksum, by its size in bytes and its name together, or by its metadata:
    `general.name`, or `general.basename` with `general.size_label` ("7B").
    """
    for model in known_models():
        for file in model.files:
            named = file.bytes is not None and file.bytes == size and file.name.lower() == file_name.lower()
            if named or (sha256 is not None and file.sha256 == sha256.lower()):
                return f"{model.id}:{file.quantization}"
    sized = f"{base_name} {size_label}" if base_name and size_label else None
    names = {plain_name(text) for text in (base_name, sized, name) if text}
    for model in known_models():
        if names.intersection(model.base_names):
            return f"{model.id}:{quantization}" if quantization else model.id
    path = PurePath(file_name)
    return path.stem if path.suffix.lower() == ".gguf" else path.name
