"""Asking for the newest release: by the real process, of a server on this computer."""

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from models.downloads import Downloads
from models.downloads.messages import AnyReport, AskRelease, Configure, Refused
from models.downloads.process import DownloadProcess
from models.errors import UserError
from models.release import ReleaseSource
from models.settings import ModelSource, NetworkSettings
from models.version import program_version
from tests.support.release_server import LOGIN_PAGE, ReleaseServer, Reply, release, running_release_server


@pytest.fixture
def server() -> Iterator[ReleaseServer]:
    with running_release_server() as running:
        yield running


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Downloads]:
    client = Downloads(tmp_path / "models", NetworkSettings())
    yield client
    client.close()


def test_the_newest_release_is_told_with_its_notes_and_page(server: ReleaseServer, client: Downloads) -> None:
    page = f"{server.source.page}/tag/v9.2.0"
    server.replies = [release("9.2.0", "## New\r\n\r\n* faster\x1b[31m\u202e", page)]
    found = client.newest_release(server.source)
    assert (found.version, found.notes, found.page) == ("9.2.0", "New\n\n* faster[31m", page)


def test_nothing_of_the_user_is_sent(server: ReleaseServer, client: Downloads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    server.replies = [Reply(b"", 302, {"Location": "/elsewhere", "Set-Cookie": "id=1"}), release("9.2.0")]
    client.newest_release(server.source)
    assert [path for path, _ in server.asked] == ["/latest", "/elsewhere"]
    names = {name.lower() for _, headers in server.asked for name in headers}
    assert names <= {"host", "accept", "accept-encoding", "connection", "user-agent", "cookie"}
    assert {headers["User-Agent"] for _, headers in server.asked} == {f"tempera/{program_version()}"}
    assert not (client._folder).exists()


def test_a_page_that_is_none_of_the_project_is_not_offered(server: ReleaseServer, client: Downloads) -> None:
    for page in ("https://evil.example/releases/1", f"{server.source.page}/../../evil", "javascript:alert(1)", ""):
        server.replies = [release("9.2.0", page=page)]
        assert client.newest_release(server.source).page == server.source.page


def test_whatever_else_comes_is_a_plain_sentence(server: ReleaseServer, client: Downloads) -> None:
    spent = {"X-RateLimit-Remaining": "0"}
    for reply, sentence in (
        (Reply(LOGIN_PAGE), "update.bad_answer"),
        (Reply(b"[" * 100_000), "update.bad_answer"),
        (Reply(b'{"tag_name": "nightly"}'), "update.bad_answer"),
        (Reply(b'{"tag_name": 7}'), "update.bad_answer"),
        (Reply(b'{"tag_name": "v9.2.0", "body": "' + b"x" * (5 << 20) + b'"}'), "update.bad_answer"),
        (Reply(b"\xff\xfe", headers={"Content-Encoding": "gzip"}), "update.unreachable"),
        (Reply(b"", 302, {"Location": "/latest"}), "update.bad_answer"),
        (Reply(b"", 302, {"Location": "http://portal.example/login"}), "update.elsewhere"),
        (Reply(b"", 302, {"Location": "//[broken"}), "update.bad_answer"),
        (Reply(b"", 302), "update.bad_answer"),
        (Reply(b"", 403, spent), "update.too_many"),
        (Reply(b"", 429), "update.too_many"),
        (Reply(b"", 403), "update.refused"),
        (Reply(b"", 404), "update.none"),
        (Reply(b"", 407), "update.proxy"),
        (Reply(b"", 503), "update.refused"),
        (Reply(b"{", headers={"Content-Length": "9"}), "update.unreachable"),
    ):
        server.replies = [reply]
        with pytest.raises(UserError) as caught:
            client.newest_release(server.source)
        assert caught.value.text.id == sentence, (reply.status, reply.headers, reply.body[:40])


def test_long_notes_are_cut(server: ReleaseServer, client: Downloads) -> None:
    server.replies = [release("9.2.0", "word " * 20_000)]
    notes = client.newest_release(server.source).notes
    assert notes.endswith("…")
    assert len(notes) < 21_000


def test_no_answer_and_no_secure_one_are_told_apart(server: ReleaseServer, client: Downloads) -> None:
    secure = ReleaseSource(f"https://{server.address}/latest", f"https://{server.address}/releases")
    server.replies = [release("9.2.0")]
    with pytest.raises(UserError, match=r"update\.insecure"):
        client.newest_release(secure)
    closed = server.source
    server.close()
    with pytest.raises(UserError, match=r"update\.unreachable"):
        client.newest_release(closed)


def test_offline_nothing_is_asked_and_no_process_started(server: ReleaseServer, tmp_path: Path) -> None:
    client = Downloads(tmp_path, NetworkSettings(offline=True, source=ModelSource.MODELSCOPE))
    server.replies = [release("9.2.0")]
    with pytest.raises(UserError, match=r"update\.offline"):
        client.newest_release(server.source)
    assert client._process is None
    client.close()
    assert server.asked == []


def test_a_process_that_is_offline_refuses_to_ask(server: ReleaseServer, tmp_path: Path) -> None:
    told: SimpleQueue[AnyReport] = SimpleQueue()
    configure = Configure(str(tmp_path), NetworkSettings(offline=True))
    process = DownloadProcess(configure, on_report=told.put, on_end=lambda _: None)
    server.replies = [release("9.2.0")]
    process.order(AskRelease(1, server.source))
    answer = told.get(timeout=60)
    process.close()
    assert isinstance(answer, Refused)
    assert answer.text.id == "download.offline"
    assert server.asked == []
