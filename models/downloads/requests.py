"""Making requests: for models of the catalogue, with every place that has their bytes, and for those of a listing."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from models.catalog import Hub, KnownModel, ModelFile
from models.downloads.addresses import hub_in_use
from models.downloads.listing import part_less
from models.downloads.values import DownloadRequest, ListedFile, Listing, Place, WantedFile
from models.errors import user_error
from models.settings import NetworkSettings


def files_for(model: KnownModel, quantization: str, network: NetworkSettings) -> tuple[ModelFile, ...]:
    """Return the file to get for a quantization, or all its parts: one that the user's source has, where there is one.

    Raises UserError where the quantization is not offered, or no hub has the model.
    """
    quantization = quantization or model.default
    offered = [file for file in model.files if file.quantization.upper() == quantization.upper() and _offered(file)]
    if not offered:
        choices = ", ".join(dict.fromkeys(file.quantization for file in model.files if _offered(file)))
        if not choices:
            raise user_error("download.comes_along", name=model.name)
        raise user_error("download.not_offered", name=model.name, quantization=quantization, choices=choices)
    hub = hub_in_use(network)
    for file in offered:
        if file.parts == 1 and any(source.hub is hub for source in file.sources):
            return (file,)
    usual = model.files_of(offered[0].quantization)
    return usual if all(map(_offered, usual)) else (offered[0],)


def request_for(model: KnownModel, files: Sequence[ModelFile], network: NetworkSettings) -> DownloadRequest:
    """Return the request for a file of the catalogue, or for all parts of one. The user's source comes first."""
    quantization = files[0].quantization
    wanted = tuple(_wanted(file, network) for file in files)
    return DownloadRequest(f"{model.id}:{quantization}", f"{model.name} {quantization}", wanted)


def request_for_listed(listing: Listing, file: ListedFile) -> DownloadRequest:
    """Return the request for a model of a repository."""
    wanted = tuple(
        WantedFile(
            hub=listing.hub,
            repository=listing.repository,
            path=path,
            name=PurePosixPath(path).name,
            revision=listing.revision,
            bytes=file.bytes if len(file.paths) == 1 else None,
        )
        for path in file.paths
    )
    title = part_less(wanted[0].name).removesuffix(".gguf")
    return DownloadRequest(f"{listing.repository}/{file.paths[0]}", title, wanted)


def _offered(file: ModelFile) -> bool:
    return not file.superseded and any(source.hub is not Hub.PYPI for source in file.sources)


def _wanted(file: ModelFile, network: NetworkSettings) -> WantedFile:
    first, *others = _places(file, network)
    return WantedFile(
        hub=first.hub,
        repository=first.repository,
        path=first.path,
        name=file.name,
        revision=first.revision,
        bytes=file.bytes,
        sha256=file.sha256,
        others=tuple(others),
    )


def _places(file: ModelFile, network: NetworkSettings) -> list[Place]:
    known = [
        Place(source.hub, source.repository, source.path or file.name, source.revision)
        for source in file.sources
        if source.hub is not Hub.PYPI
    ]
    hub = hub_in_use(network)
    mine = [place for place in known if place.hub is hub]
    # ModelScope carries many repositories under the same name; the checksum says whether it is the same file.
    guessed = list(_guessed(known, hub)) if not mine and file.sha256 else []
    return [*mine, *guessed, *(place for place in known if place.hub is not hub)]


def _guessed(known: Sequence[Place], hub: Hub) -> Iterator[Place]:
    for place in known[:1]:
        yield Place(hub, place.repository, place.path)
