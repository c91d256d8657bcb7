"""A project's page on this computer for the tests: it says which release is the newest, or whatever it is told to."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from models.release import ReleaseSource

LOGIN_PAGE = b"<!DOCTYPE html><html><title>Welcome to Hotel WiFi</title>Please sign in.</html>"


@dataclass
class Reply:
    """One answer of the page."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def release(version: str, notes: str = "", page: str = "") -> Reply:
    """Return the answer that lists a release, in GitHub's form, with some of what it says besides."""
    document = {"tag_name": f"v{version}", "body": notes, "html_url": page, "draft": False, "assets": []}
    return Reply(json.dumps(document).encode(), headers={"Content-Type": "application/json"})


class ReleaseServer:
    """A running server. `replies` are given in their order, the last one again and again; `asked` is what came."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def address(self) -> str:
        """Where it is, as host and port."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def source(self) -> ReleaseSource:
        """What a copy of the program knows that asks here."""
        return ReleaseSource(f"http://{self.address}/latest", f"http://{self.address}/releases")

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def __init__(self, owner: ReleaseServer, *arguments: object) -> None:
        self._owner = owner
        super().__init__(*arguments)  # type: ignore[arg-type]  # what the server gives

    def do_GET(self) -> None:
        """Answer as told."""
        self._owner.asked.append((self.path, dict(self.headers)))
        replies = self._owner.replies
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            self.wfile.write(reply.body)
        except ConnectionError:  # who asked has had enough
            return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running_release_server() -> Iterator[ReleaseServer]:
    """Run a server for a block."""
    server = ReleaseServer()
    try:
        yield server
    finally:
        server.close()
