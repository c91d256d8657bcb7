"""Asking ModelScope about files and repositories: its own addresses and answers, known from programs that use them.

Files: `/models/OWNER/NAME/resolve/REVISION/PATH`. Lists: `/api/v1/models/OWNER/NAME/repo/files`, which names size and
SHA-256 of each file.
"""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote, urlsplit

import msgspec

from models.catalog import Hub
from models.downloads.listing import RepositoryFile, listed
from models.downloads.values import Listing, Place
from models.downloads.worker import faults
from models.downloads.worker.facts import FileFacts, sha256_in
from models.downloads.worker.network import Network
from models.errors import user_error

_NEWEST = "master"
_LONGEST_LIST = 16 << 20
_FILE = "blob"


class _File(msgspec.Struct, rename="pascal"):
    path: str
    type: str = _FILE
    size: Annotated[int, msgspec.Meta(ge=0)] | None = None
    sha256: str | None = None


class _Files(msgspec.Struct, rename="pascal"):
    files: list[_File] | None = None


class _Answer(msgspec.Struct, rename="pascal"):
    data: _Files


def file_facts(network: Network, place: Place) -> FileFacts:
    """Return what ModelScope says about a file. Raises UserError."""
    file = next((one for one in _files(network, place) if one.path == place.path), None)
    if file is None:
        raise user_error("download.no_file", repository=place.repository, file=place.path)
    revision = place.revision or _NEWEST
    address = network.address(Hub.MODELSCOPE)
    sha256 = sha256_in(file.sha256)
    return FileFacts(
        place=replace(place, revision=revision),
        location=f"{address}/models/{place.repository}/resolve/{quote(revision, safe='')}/{quote(place.path)}",
        identity=sha256 or f"{revision}:{file.size}",
        bytes=file.size,
        sha256=sha256,
        with_token=True,
    )


def list_repository(network: Network, place: Place) -> Listing:
    """Return the GGUF files of the repository of `place`. Raises UserError."""
    files = [RepositoryFile(one.path, one.size, sha256_in(one.sha256)) for one in _files(network, place)]
    return Listing(
        hub=Hub.MODELSCOPE,
        repository=place.repository,
        revision=place.revision,
        gated=False,
        licence=None,
        files=listed(files),
    )


def _files(network: Network, place: Place) -> list[_File]:
    address = network.address(Hub.MODELSCOPE)
    content = bytearray()
    with (
        network.speaking(place) as contact,
        network.client.stream(
            "GET",
            f"{address}/api/v1/models/{place.repository}/repo/files",
            params={"Revision": place.revision or _NEWEST, "Recursive": "true"},
            headers=network.token_header(Hub.MODELSCOPE),
        ) as response,
    ):
        if response.status_code == HTTPStatus.NOT_FOUND:
            if place.revision is not None:  # the answer is the same for both
                _files(network, replace(place, revision=None))
                raise user_error("download.no_revision", repository=place.repository, revision=place.revision)
            raise user_error("download.no_repository", f"HTTP 404 from {address}", repository=place.repository)
        refusal = faults.of_answer(response.status_code, response.headers, contact)
        if refusal is not None:
            raise refusal
        for block in response.iter_bytes():
            content += block
            if len(content) > _LONGEST_LIST:
                break
    try:
        answer = msgspec.json.decode(content, type=_Answer)
    except (msgspec.MsgspecError, RecursionError) as error:  # a login page, a wrong address
        host = urlsplit(address).hostname or address
        raise user_error("download.bad_answer", str(error), host=host) from error
    return [file for file in answer.data.files or () if file.type == _FILE]
