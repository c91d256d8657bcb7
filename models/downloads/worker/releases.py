"""Asking which release of Tempera is the newest: one question, without a token, to the address that was built in."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import httpx2
import msgspec

from models.downloads.worker import faults
from models.downloads.worker.faults import Contact
from models.downloads.worker.network import Network
from models.errors import UserError, user_error
from models.release import Release, ReleaseSource, Version

_LONGEST = 1 << 20
"""Bytes of an answer."""

_LONGEST_NOTES = 20_000
"""Characters: more than anybody reads."""

_MOST_SECONDS = 60.0
_MOST_REDIRECTS = 3
"""A project that got another name is sent on within its host."""

_HEADING = re.compile(r"^#{1,6} +")
_REDIRECTS = {
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
    HTTPStatus.PERMANENT_REDIRECT,
}
_ACCEPTED = {"Accept": "application/vnd.github+json, application/json"}


class _Listed(msgspec.Struct):
    tag_name: str
    body: str | None = None
    html_url: str = ""


def newest_release(network: Network, source: ReleaseSource) -> Release:
    """Return the newest release. Raises UserError."""
    try:
        listed = msgspec.json.decode(_answer(network, source), type=_Listed)
        version = Version.parse(listed.tag_name)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:  # a login page, a wrong address
        raise user_error("update.bad_answer", f"{type(error).__name__}: {error}", host=source.host) from error
    return Release(version=str(version), notes=_plain(listed.body or ""), page=_page(listed.html_url, source))


def _answer(network: Network, source: ReleaseSource) -> bytes:
    address, end = source.latest, time.monotonic() + _MOST_SECONDS
    for _ in range(_MOST_REDIRECTS):
        with (
            _speaking(source.host),
            network.client.stream("GET", address, headers=_ACCEPTED, follow_redirects=False) as response,
        ):
            if response.status_code not in _REDIRECTS:
                _check(response, source.host)
                return _read(response, source.host, end)
            address = _sent_on(response, address)
    raise user_error("update.bad_answer", f"sent on {_MOST_REDIRECTS} times", host=source.host)


def _sent_on(response: httpx2.Response, address: str) -> str:
    """Return where an answer sends us on, which must be on the same host. Raises UserError."""
    host = urlsplit(address).hostname or ""
    try:
        wanted = urljoin(address, response.headers.get("Location", ""))
        before, after = urlsplit(address), urlsplit(wanted)
        same = (before.scheme, before.netloc) == (after.scheme, after.netloc)
        name = after.hostname or ""
    except ValueError as error:
        raise user_error("update.bad_answer", str(error), host=host) from error
    if not same:
        raise user_error("update.elsewhere", f"HTTP {response.status_code} to {wanted[:200]}", host=host, other=name)
    return wanted


def _check(response: httpx2.Response, host: str) -> None:
    """Raise what the status of an answer means where it is not the release."""
    status, details = response.status_code, f"HTTP {response.status_code} from {host}"
    if status == HTTPStatus.OK:
        return
    spent = response.headers.get("X-RateLimit-Remaining") == "0" or "Retry-After" in response.headers
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.FORBIDDEN and spent):
        raise user_error("update.too_many", details, host=host)
    if status == HTTPStatus.NOT_FOUND:
        raise user_error("update.none", details, host=host)
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        raise user_error("update.proxy", details)
    raise user_error("update.refused", details, host=host, status=status)


def _read(response: httpx2.Response, host: str, end: float) -> bytes:
    content = bytearray()
    for block in response.iter_bytes():
        content += block
        if len(content) > _LONGEST:
            raise user_error("update.bad_answer", f"more than {_LONGEST} bytes", host=host)
        if time.monotonic() > end:
            raise user_error("update.unreachable", f"{len(content)} bytes in {_MOST_SECONDS:g} s", host=host)
    return bytes(content)


@contextmanager
def _speaking(host: str) -> Iterator[None]:
    """Turn what goes wrong on the way into sentences about a check."""
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
        raise _sentence(faults.of_network(error, Contact(f"https://{host}", has_token=False)), host) from error


def _sentence(problem: UserError, host: str) -> UserError:
    text = {
        "download.insecure": "update.insecure",
        "download.proxy_failed": "update.proxy",
        "download.bad_answer": "update.bad_answer",
    }.get(problem.text.id, "update.unreachable")
    fields = {} if text == "update.proxy" else {"host": host}
    return user_error(text, problem.details, **fields)


def _page(address: str, source: ReleaseSource) -> str:
    """Return the page of the release where it is one of the project's, else that of all releases."""
    beneath = address.startswith(f"{source.page.rstrip('/')}/") and address.isascii() and address.isprintable()
    return address if beneath and not {"..", " ", "\\"} & {*address, *address.split("/")} else source.page


def _plain(notes: str) -> str:
    """Return notes as text that can be shown: without control characters and marks of headings, and not too long."""
    lines = "\n".join(_HEADING.sub("", line) for line in notes.splitlines())
    shown = "".join(character for character in lines if character.isprintable() or character in "\n\t").strip()
    return shown if len(shown) <= _LONGEST_NOTES else f"{shown[:_LONGEST_NOTES]}…"
