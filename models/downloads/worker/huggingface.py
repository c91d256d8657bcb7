"""Asking the hub, or a mirror that speaks its language, about files and repositories; by the hub's own client."""

from dataclasses import replace
from urllib.parse import urlsplit

from huggingface_hub import HfApi, get_hf_file_metadata, hf_hub_url

from models.catalog import Hub
from models.downloads.listing import RepositoryFile, listed
from models.downloads.values import Listing, Place
from models.downloads.worker.facts import FileFacts, sha256_in
from models.downloads.worker.network import Network, user_agent
from models.errors import user_error


def file_facts(network: Network, place: Place) -> FileFacts:
    """Return what the hub says about a file. Raises UserError."""
    address = network.address(Hub.HUGGINGFACE)
    with network.speaking(place) as contact:
        url = hf_hub_url(place.repository, place.path, revision=place.revision, endpoint=address)
        metadata = get_hf_file_metadata(
            url,
            token=network.token(Hub.HUGGINGFACE) or False,
            timeout=network.patience.connect,
            headers={"user-agent": user_agent()},
            endpoint=address,
        )
    if metadata.commit_hash is None or metadata.etag is None:  # somebody else answers: a login page, a wrong address
        host = urlsplit(contact.address).hostname or contact.address
        raise user_error("download.bad_answer", f"no commit and tag from {url}: {metadata}", host=host)
    return FileFacts(
        place=replace(place, revision=metadata.commit_hash),
        location=metadata.location,
        identity=metadata.etag,
        bytes=metadata.size,
        sha256=sha256_in(metadata.etag),
        with_token=_origin(metadata.location) == _origin(address),
    )


def _origin(address: str) -> tuple[str, str]:
    """Return what must be the same for a token to go there too: a name alone can be asked in the clear."""
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def list_repository(network: Network, place: Place) -> Listing:
    """Return the GGUF files of the repository of `place`. Raises UserError."""
    with network.speaking(place) as contact:
        api = HfApi(
            endpoint=network.address(Hub.HUGGINGFACE),
            token=network.token(Hub.HUGGINGFACE) or False,
            headers={"user-agent": user_agent()},
        )
        try:
            info = api.model_info(place.repository, revision=place.revision, files_metadata=True)
            siblings = info.siblings or []
        except (ValueError, KeyError, TypeError, AttributeError) as error:  # 200, but no answer of a hub
            host = urlsplit(contact.address).hostname or contact.address
            raise user_error("download.bad_answer", f"{type(error).__name__}: {error}", host=host) from error
    files = [
        RepositoryFile(one.rfilename, one.size, sha256_in(one.lfs.sha256) if one.lfs else None) for one in siblings
    ]
    licence = getattr(info.card_data, "license", None)
    return Listing(
        hub=Hub.HUGGINGFACE,
        repository=place.repository,
        revision=info.sha,
        gated=bool(info.gated),
        licence=licence if isinstance(licence, str) else None,
        files=listed(files),
    )
