"""What the header of a model's file tells a person who is about to take the model in."""

from dataclasses import dataclass
from pathlib import Path

from models.catalog import identify_model, known_model, recognize_family
from models.files import GgufHeader, read_header, shown_name


@dataclass(frozen=True)
class ModelFacts:
    """A model by its header. None and "" mean that the file does not say.

    `family` is the id of what the template and the tokenizer were recognized as, `generic` where they were not;
    `template` says whether there is a chat template at all. `licence` is the catalogue's for a model known there, else
    what the file says of itself. `parts` are all files, `bytes` their sum; `parameters` are counted, not claimed.
    """

    path: Path
    id: str
    name: str
    architecture: str
    parameters: int
    quantization: str
    context: int | None
    layers: int | None
    family: str
    template: bool
    tokenizer: str
    vocabulary: int | None
    licence: str | None
    parts: tuple[Path, ...]
    bytes: int


def model_facts(path: Path) -> ModelFacts:
    """Read the header of the model at `path`, and those of all its parts.

    Raises UserError where it is no model that can be used, or `path` is not its first part.
    """
    return facts_of(path, read_header(path))


def facts_of(path: Path, header: GgufHeader) -> ModelFacts:
    """Return what a header that was read says."""
    identity = identify_model(
        shown_name(path),
        size=header.file_bytes,
        base_name=header.basename,
        size_label=header.size_label,
        name=header.name,
        quantization=header.quantization,
    )
    known = known_model(identity)
    family = recognize_family(
        tokenizer_pre=header.tokenizer_pre,
        template=header.chat_template,
        basename=header.basename,
        name=header.name,
        architecture=header.architecture,
    )
    return ModelFacts(
        path=path,
        id=identity,
        name=known.name if known else header.name or shown_name(path.with_suffix("")),
        architecture=header.architecture,
        parameters=header.parameters,
        quantization=header.quantization,
        context=header.context_length,
        layers=header.layers,
        family=family.id,
        template=bool(header.chat_template),
        tokenizer=_tokenizer(header),
        vocabulary=header.vocabulary,
        licence=known.licence if known else header.licence,
        parts=tuple(path.with_name(name) for name in header.part_names),
        bytes=header.file_bytes,
    )


def _tokenizer(header: GgufHeader) -> str:
    """Return the tokenizer's kind and pre-tokenizer in one line; both come from a stranger."""
    names = (header.tokenizer_model, header.tokenizer_pre)
    return " / ".join("".join(filter(str.isprintable, name))[:40] for name in names if name)
