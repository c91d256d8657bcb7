"""Repositories on the command line: naming them, listing them, and choosing one of their models."""

import argparse
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TextIO

from models.commands.documents import write_json
from models.commands.table import aligned
from models.downloads import Downloads, ListedFile, Listing, hub_in_use
from models.errors import user_error
from models.paths import Paths
from models.settings import NETWORK, ModelSource, NetworkSettings, SettingsStore
from models.texts import Phrasebook, shown_size

_USUAL = "Q4_K_M"


def network_of(options: argparse.Namespace, paths: Paths) -> NetworkSettings:
    """Return how the network is used: as the user's settings say, with the mirror that the command names."""
    network = SettingsStore(paths.settings).load(NETWORK)
    if options.endpoint is None:
        return network
    return replace(network, source=ModelSource.CUSTOM, endpoint=options.endpoint)


def listing_of(downloads: Downloads, name: str, network: NetworkSettings, revision: str | None) -> Listing:
    """Return what a repository of the user's source holds. Raises UserError."""
    return downloads.list_repository(hub_in_use(network), name, revision)


def list_repository(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO) -> int:
    """Print the models of a repository. Raises UserError."""
    network = network_of(options, paths)
    downloads = Downloads(paths.models, network)
    try:
        listing = listing_of(downloads, options.repository, network, options.revision)
    finally:
        downloads.close()
    if options.json:
        write_json(listing, out)
        return 0
    rows = [(label(file), file.quantization, _size(file, say)) for file in listing.files]
    out.writelines(line + "\n" for line in aligned(rows, right=(2,)))
    return 0


def chosen(listing: Listing, wanted: str) -> ListedFile:
    """Return the model that `wanted` names by its file or quantization; "" is the usual one. Raises UserError."""
    matching = [file for file in listing.files if _matches(file, wanted)]
    if not wanted:
        usual = [file for file in listing.files if file.quantization == _USUAL]
        matching = usual or list(listing.files)
    if len(matching) == 1:
        return matching[0]
    choices = ", ".join(label(file) for file in matching or listing.files)
    if matching:
        raise user_error("cli.models.choose", repository=listing.repository, choices=choices)
    raise user_error("cli.models.no_such_file", repository=listing.repository, wanted=wanted, choices=choices)


def label(file: ListedFile) -> str:
    """Return what a model of a listing is called: the path of its first file."""
    return file.paths[0]


def _matches(file: ListedFile, wanted: str) -> bool:
    names = {*file.paths, *(PurePosixPath(path).name for path in file.paths)}
    return wanted in names or (bool(wanted) and wanted.upper() == file.quantization.upper())


def _size(file: ListedFile, say: Phrasebook) -> str:
    return shown_size(file.bytes) if file.bytes is not None else say("model.fact.unknown")
