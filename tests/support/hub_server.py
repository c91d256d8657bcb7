"""A hub on this computer for the tests: speaks the protocols of the real ones, and fails in their ways when told to.

It listens on two ports: the hub itself, which answers what files there are and where their bytes lie, and the servers
of the bytes, to which it sends everyone on, as the real one does.
"""

import hashlib
import json
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from enum import Enum
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

COMMIT: Final = "3cb4d15544a2a5e07439592b9a0965b6445fbd34"
LOGIN_PAGE: Final = b"<!DOCTYPE html><html><title>Welcome to Hotel WiFi</title>Please sign in.</html>"
_JSON = {"Content-Type": "application/json"}


class Part(Enum):
    """Which part of the hub a request is for."""

    LIST = "list"  # what a repository holds
    FILE = "file"  # where a file is
    BYTES = "bytes"  # the bytes themselves


@dataclass
class HubFile:
    """One file of a repository; `told_sha256` and `told_bytes` are what the hub says of it, rightly or not."""

    content: bytes
    told_sha256: str = ""
    told_bytes: int = -1
    tag: str = '"first"'
    """What the servers of the bytes call this content; it has nothing to do with the hub's own tag."""

    def __post_init__(self) -> None:
        """Tell the truth unless something else is wanted."""
        self.told_sha256 = self.told_sha256 or hashlib.sha256(self.content).hexdigest()
        self.told_bytes = len(self.content) if self.told_bytes < 0 else self.told_bytes


@dataclass
class Repository:
    """A repository, its files by path. Without `token`, it is open to everyone."""

    files: dict[str, HubFile] = field(default_factory=dict)
    commit: str = COMMIT
    licence: str = "mit"
    gated: bool = False
    token: str | None = None


@dataclass
class Fault:
    """What goes wrong with the next requests for a part of the hub.

    Either it answers with `status`, or, where that is 0, it sends the bytes only up to position `cut_at` of the file
    and breaks the connection or, where it `hangs`, says nothing more.
    """

    part: Part
    status: int = 0
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut_at: int = -1
    hangs: bool = False


@dataclass
class Request:
    """A request that came: `sent` counts the bytes of a file that were sent back.

    They are counted before they go out: whoever has got them all finds them counted.
    """

    part: Part
    method: str
    path: str
    headers: Message
    status: int
    sent: int = 0


class HubServer:
    """A running hub. `address` is where it is; close it in the end."""

    def __init__(self) -> None:
        self.repositories: dict[str, Repository] = {}
        self.faults: list[Fault] = []
        self.requests: list[Request] = []
        self.chunk = 16 * 1024
        self.knows_ranges = True
        self.checks_if_range = True
        self.bytes_per_second: float | None = None
        self.bytes_origin = ""
        """Where it says that the bytes are; empty: at `bytes_address`."""
        self.on_position: Callable[[int], None] = lambda _: None
        """Called with the position in a file that was just sent; an OSError breaks the connection."""
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._servers = [_Server(("127.0.0.1", 0), partial(_Handler, self)) for _ in range(2)]
        self._threads = [threading.Thread(target=server.serve_forever, args=(0.02,)) for server in self._servers]
        for thread in self._threads:
            thread.start()

    @property
    def address(self) -> str:
        """The address of the hub."""
        return f"http://127.0.0.1:{self._servers[0].server_port}"

    @property
    def bytes_address(self) -> str:
        """The address of the servers of the bytes: another origin."""
        return f"http://127.0.0.1:{self._servers[1].server_port}"

    def add(self, repository: str, path: str, content: bytes) -> HubFile:
        """Put a file into a repository, which comes into being with its first one."""
        file = HubFile(content)
        self.repositories.setdefault(repository, Repository()).files[path] = file
        return file

    @property
    def served(self) -> int:
        """How many bytes of files were sent so far."""
        with self._lock:
            return sum(request.sent for request in self.requests)

    def asked(self, part: Part) -> list[Request]:
        """Return the requests for a part of the hub."""
        with self._lock:
            return [request for request in self.requests if request.part is part]

    def note(self, request: Request) -> None:
        """Remember a request."""
        with self._lock:
            self.requests.append(request)

    def count(self, request: Request, sent: int) -> None:
        """Count bytes that are about to be sent."""
        with self._lock:
            request.sent += sent

    def next_fault(self, part: Part) -> Fault | None:
        """Return what goes wrong with a request for `part`, None where nothing does."""
        with self._lock:
            for fault in self.faults:
                if fault.part is part and fault.times > 0:
                    fault.times -= 1
                    return fault
        return None

    def close(self) -> None:
        """Stop listening, break all connections and wait for the threads."""
        self.closing.set()
        for server, thread in zip(self._servers, self._threads, strict=True):
            server.shutdown()
            thread.join()
            server.break_connections()
            server.server_close()


@contextmanager
def running_hub() -> Iterator[HubServer]:
    """Run a hub within the block."""
    hub = HubServer()
    try:
        yield hub
    finally:
        hub.close()


def model_bytes(size: int, seed: int = 1) -> bytes:
    """Return `size` bytes that begin as a model does, the same for the same seed."""
    return b"GGUF" + random.Random(seed).randbytes(size - 4)


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64

    def __init__(self, address: tuple[str, int], handler: "partial[_Handler]") -> None:
        super().__init__(address, handler)
        self._open: set[_Handler] = set()

    def opened(self, handler: "_Handler") -> None:
        self._open.add(handler)

    def closed(self, handler: "_Handler") -> None:
        self._open.discard(handler)

    def break_connections(self) -> None:
        for handler in list(self._open):
            handler.break_connection()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def __init__(self, hub: HubServer, *arguments: object) -> None:
        self._hub = hub
        super().__init__(*arguments)  # type: ignore[arg-type]

    def setup(self) -> None:
        super().setup()
        self.server.opened(self)

    def finish(self) -> None:
        self.server.closed(self)
        super().finish()

    def break_connection(self) -> None:
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            return

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:  # the other side is gone
            self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the tests read `requests`."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        address = urlsplit(self.path)
        path = unquote(address.path).strip("/")
        if path.startswith("bytes/"):
            self._bytes(path.removeprefix("bytes/"))
        elif path.startswith("api/v1/models/"):
            (revision,) = parse_qs(address.query)["Revision"]
            name = path.removeprefix("api/v1/models/").removesuffix("/repo/files")
            self._modelscope_list(name, None if revision == "master" else revision)
        elif path.startswith("api/models/"):
            repository, _, revision = path.removeprefix("api/models/").partition("/revision/")
            self._list(repository, revision or None)
        elif path.startswith("models/"):
            repository, _, rest = path.removeprefix("models/").partition("/resolve/")
            self._bytes(f"{repository}/{rest.partition('/')[2]}")
        else:
            repository, _, rest = path.partition("/resolve/")
            revision, _, file = rest.partition("/")
            self._file(repository, revision, file)

    def _list(self, name: str, revision: str | None) -> None:
        repository = self._open_repository(Part.LIST, name, revision)
        if repository is None:
            return
        siblings = [
            {
                "rfilename": path,
                "size": file.told_bytes,
                "blobId": "0" * 40,
                "lfs": {"sha256": file.told_sha256, "size": file.told_bytes, "pointerSize": 134},
            }
            for path, file in repository.files.items()
        ]
        answer = {
            "id": name,
            "modelId": name,
            "sha": repository.commit,
            "private": False,
            "gated": "manual" if repository.gated else False,
            "disabled": False,
            "tags": [],
            "downloads": 1,
            "likes": 1,
            "cardData": {"license": repository.licence},
            "siblings": siblings,
        }
        self._send(Part.LIST, 200, _JSON, json.dumps(answer).encode())

    def _modelscope_list(self, name: str, revision: str | None) -> None:
        repository = self._open_repository(Part.LIST, name, revision)
        if repository is None:
            return
        files = [
            {"Name": path.rpartition("/")[2], "Path": path, "Type": "blob", "Size": file.told_bytes}
            | {"Sha256": file.told_sha256, "Revision": repository.commit}
            for path, file in repository.files.items()
        ]
        folders = [{"Name": "folder", "Path": "folder", "Type": "tree", "Size": 0, "Sha256": ""}]
        answer = {"Code": 200, "Data": {"Files": [*folders, *files]}, "Message": "success", "Success": True}
        self._send(Part.LIST, 200, _JSON, json.dumps(answer).encode())

    def _file(self, name: str, revision: str, path: str) -> None:
        repository = self._open_repository(Part.FILE, name, None if revision == "main" else revision)
        if repository is None:
            return
        file = repository.files.get(path)
        commit = {"X-Repo-Commit": repository.commit}
        if file is None:
            self._send(Part.FILE, 404, commit | {"X-Error-Code": "EntryNotFound", "X-Error-Message": "Entry not found"})
            return
        headers = {
            "Location": f"{self._hub.bytes_origin or self._hub.bytes_address}/bytes/{name}/{quote(path)}",
            "ETag": f'"{file.told_sha256[:40]}"',
            "X-Linked-ETag": f'"{file.told_sha256}"',
            "X-Linked-Size": str(file.told_bytes),
            "Accept-Ranges": "bytes",
        }
        self._send(Part.FILE, 302, commit | headers)

    def _open_repository(self, part: Part, name: str, revision: str | None) -> Repository | None:
        """Return a repository; None where the answer, which is not it, has been sent."""
        fault = self._hub.next_fault(part)
        if fault is not None:
            if fault.hangs:
                self._hub.closing.wait()
            self._send(part, fault.status, fault.headers, fault.body)
            return None
        repository = self._hub.repositories.get(name)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if repository is None and self.path.startswith("/api/v1/"):
            self._send(part, 404, _JSON, b'{"Code": 10010205001, "Message": "not found", "Success": false}')
            return None
        if repository is None:
            message = "Repository not found" if token else "Invalid username or password."
            self._send(part, 404 if token else 401, {"X-Error-Code": "RepoNotFound", "X-Error-Message": message})
            return None
        if repository.token is not None and token != repository.token and part is Part.FILE:
            self._send(part, 403 if token else 401, {"X-Error-Code": "GatedRepo", "X-Error-Message": "Gated"})
            return None
        if revision not in {None, repository.commit, "master"}:
            self._send(part, 404, {"X-Error-Code": "RevisionNotFound", "X-Error-Message": "Invalid rev id"})
            return None
        return repository

    def _bytes(self, path: str) -> None:
        owner, name, rest = path.split("/", 2)
        file = self._hub.repositories[f"{owner}/{name}"].files.get(rest)
        fault = self._hub.next_fault(Part.BYTES)
        if file is None or (fault is not None and fault.status):
            status, headers, body = (404, {}, b"") if fault is None else (fault.status, fault.headers, fault.body)
            self._send(Part.BYTES, status, headers, body)
            return
        start = self._wanted_start(file)
        size = len(file.content)
        if start >= size:
            self._send(Part.BYTES, 416, {"Content-Range": f"bytes */{size}"})
            return
        headers = {"ETag": file.tag, "Content-Type": "application/octet-stream", "Content-Length": str(size - start)}
        if start:
            headers["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
        status = 206 if start else 200
        self.send_response(status)
        for header, value in headers.items():
            self.send_header(header, value)
        request = Request(Part.BYTES, self.command, self.path, self.headers, status)
        self._hub.note(request)
        self.end_headers()
        for block in self._blocks(file.content, start, fault):
            self._hub.count(request, len(block))
            self.wfile.write(block)
            self._hub.on_position(start + request.sent)
        if fault is not None and start + request.sent < size:
            if fault.hangs:
                self._hub.closing.wait()
            self.break_connection()

    def _wanted_start(self, file: HubFile) -> int:
        wanted = self.headers.get("Range", "")
        known = self.headers.get("If-Range", file.tag)
        if not self._hub.knows_ranges or (self._hub.checks_if_range and known != file.tag):
            return 0
        return int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0

    def _blocks(self, content: bytes, start: int, fault: Fault | None) -> Iterator[bytes]:
        end = len(content) if fault is None or fault.cut_at < 0 else min(len(content), fault.cut_at)
        begun = time.monotonic()
        chunk = self._hub.chunk
        for position in range(start, end, chunk):
            yield content[position : min(position + chunk, end)]
            speed = self._hub.bytes_per_second
            if speed is not None:
                self._hub.closing.wait(max(0.0, begun + (position + chunk - start) / speed - time.monotonic()))

    def _send(self, part: Part, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self._hub.note(Request(part, self.command, self.path, self.headers, status))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
