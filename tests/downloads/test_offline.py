"""Offline means offline: nothing is asked, nothing is started, and no socket can be opened."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from models.catalog import Hub
from models.downloads import DownloadState
from models.errors import UserError
from tests.downloads.watching import Watched, own, request
from tests.support.hub_server import Fault, HubServer, Part, model_bytes

_PROGRAM = """
import socket
import httpx2
from models.downloads.worker.network import close_the_network
close_the_network()
for attempt in (
    lambda: socket.create_connection(("127.0.0.1", {port})),
    lambda: socket.socket().connect(("127.0.0.1", {port})),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"?", ("127.0.0.1", {port})),
    lambda: socket.getaddrinfo("localhost", 80),
    lambda: httpx2.get("http://127.0.0.1:{port}/"),
):
    try:
        attempt()
    except (PermissionError, httpx2.ConnectError):
        continue
    raise SystemExit("open")
print("closed")
"""


def test_nothing_is_asked_and_no_process_started(hub: HubServer, folder: Path) -> None:
    watched = Watched(folder, replace(own(hub), offline=True))
    with pytest.raises(UserError, match=r"download\.offline"):
        watched.client.start(request("model.gguf"))
    with pytest.raises(UserError, match=r"download\.offline"):
        watched.client.list_repository(Hub.HUGGINGFACE, "owner/models")
    assert watched.client._process is None
    watched.client.close()
    assert hub.requests == []


def test_process_that_is_offline_can_open_no_socket(hub: HubServer) -> None:
    port = hub.address.rpartition(":")[2]
    program = [sys.executable, "-c", _PROGRAM.format(port=port)]
    run = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (run.stdout.strip(), run.returncode) == ("closed", 0), run.stderr
    assert hub.requests == []


def test_keyring_can_be_asked_offline(hub: HubServer, folder: Path) -> None:
    watched = Watched(folder, replace(own(hub), offline=True))
    assert watched.client.has_token() is False
    watched.client.close()
    assert hub.requests == []


def test_going_offline_pauses_and_going_online_resumes(hub: HubServer, watched: Watched) -> None:
    content = model_bytes(2 << 20)
    hub.add("owner/models", "model.gguf", content)
    hub.faults.append(Fault(Part.BYTES, cut_at=1 << 20, hangs=True))
    watched.client.start(request("model.gguf"))
    watched.wait(lambda status: status.done_bytes > 0)
    pause = watched.client.use_network(replace(own(hub), offline=True))
    pause()
    watched.wait(lambda status: status.state is DownloadState.PAUSED)
    with pytest.raises(UserError, match=r"download\.offline"):
        watched.client.resume(request("model.gguf").id)
    watched.client.use_network(own(hub))
    assert watched.get(request("model.gguf")).state is DownloadState.DONE
    assert (watched.folder / "model.gguf").read_bytes() == content
