"""Asking whichever hub a place is on."""

from models.catalog import Hub
from models.downloads.values import Listing, Place
from models.downloads.worker import huggingface, modelscope
from models.downloads.worker.facts import FileFacts
from models.downloads.worker.names import check_name
from models.downloads.worker.network import Network
from models.errors import user_error


def file_facts(network: Network, place: Place) -> FileFacts:
    """Return what its hub says about a file. Raises UserError."""
    check_name(place.repository)
    ask = modelscope.file_facts if place.hub is Hub.MODELSCOPE else huggingface.file_facts
    return ask(network, place)


def list_repository(network: Network, place: Place) -> Listing:
    """Return the GGUF files of the repository of `place`. Raises UserError, also where there are none."""
    check_name(place.repository)
    ask = modelscope.list_repository if place.hub is Hub.MODELSCOPE else huggingface.list_repository
    listing = ask(network, place)
    if not listing.files:
        raise user_error("download.no_models", repository=place.repository)
    return listing
