"""What the pages offer, made from the catalogue and from what a repository holds."""

from collections.abc import Iterable

from desktop.library import FileOffer, ListedOffer, ModelOffer
from models.catalog import KnownModel
from models.downloads import DownloadRequest, ListedFile
from models.texts import Phrasebook


def file_id(model: KnownModel, quantization: str) -> str:
    """Return the id of a model's file: of its download, and of the installed model."""
    return f"{model.id}:{quantization}"


def offers(models: Iterable[KnownModel], say: Phrasebook) -> tuple[ModelOffer, ...]:
    """Return the offers of the catalogue."""
    return tuple(
        ModelOffer(
            id=model.id,
            name=model.name,
            good_at=" · ".join(say(text) for text in model.good_at),
            licence=model.licence,
            parameters=model.parameters,
            context=model.context,
            files=tuple(_offer(model, quantization) for quantization in model.quantizations),
            default=file_id(model, model.default),
        )
        for model in models
    )


def listed_offers(listed: Iterable[tuple[DownloadRequest, ListedFile]]) -> tuple[ListedOffer, ...]:
    """Return the offers of a repository."""
    return tuple(
        ListedOffer(file.paths[0], FileOffer(request.id, file.quantization, file.bytes)) for request, file in listed
    )


def _offer(model: KnownModel, quantization: str) -> FileOffer:
    files = model.files_of(quantization)
    sizes = [file.bytes or file.approximate_bytes for file in files]
    known = [size for size in sizes if size is not None]
    return FileOffer(
        id=file_id(model, quantization),
        quantization=quantization,
        bytes=sum(known) if len(known) == len(sizes) else None,
        about=any(file.bytes is None for file in files),
    )
