"""Nothing a model writes is loaded, opened or taken as anything but text."""

import ctypes
import gc
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

import desktop.conversation.transcript as transcript_room
from desktop.conversation.transcript.controls import Section
from models.engine import Channel
from models.markdown import plain_text
from tests.conversation.transcript.conftest import Colours, Open
from tests.conversation.transcript.samples import answer, question

MAGENTA = "#ff00ff"


@pytest.fixture
def server() -> Iterator[tuple[int, list[object]]]:
    """A server on this machine: its port, and who connected."""
    guests: list[object] = []

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            guests.append(self.client_address)

    with TCPServer(("127.0.0.1", 0), Handler) as tcp:
        thread = Thread(target=tcp.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield tcp.server_address[1], guests
        tcp.shutdown()
        thread.join()


def test_pictures_and_links_are_never_loaded(
    opened: Open, qtbot: QtBot, colours: Colours, tmp_path: Path, server: tuple[int, list[object]]
) -> None:
    port, guests = server
    file = tmp_path / "picture.png"
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor(MAGENTA))
    assert picture.save(str(file))
    addresses = (f"http://127.0.0.1:{port}/a.png", file.as_uri(), str(file), f"//127.0.0.1:{port}/share/a.png")
    text = "\n\n".join(f"![x]({a}) [y]({a}) <img src='{a}'> ![z][r]\n\n[r]: {a}" for a in addresses)
    screen = opened(question(1, text), answer(2, text, thinking=text), answer(3, "", streaming=True))
    screen.transcript.begin_stream(3)
    screen.transcript.feed(3, Channel.THINKING, text)
    screen.transcript.feed(3, Channel.ANSWER, text)
    seen: set[str] = set()
    for scroll in (0, 10_000):
        screen.scroll_to(scroll)
        qtbot.wait(100)
        seen |= colours(screen.picture())
    assert guests == []
    assert MAGENTA not in seen
    shown = "\n".join(plain_text(block) for block in screen.stage.item(2).passage(Section.ANSWER).blocks)
    assert all(address in shown for address in addresses)


IN_ACCESS, IN_OPEN = 0x1, 0x20
IN_NONBLOCK = 0x800


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[tuple[Path, Callable[[], bytes]]]:
    """A folder with a picture, and what tells whether anything in it was opened, by whatever library."""
    if platform.system() != "Linux":
        pytest.skip("only Linux tells who opens a file")
    picture = QImage(64, 64, QImage.Format.Format_RGB32)
    picture.fill(QColor(MAGENTA))
    assert picture.save(str(tmp_path / "picture.png"))
    system = ctypes.CDLL(None, use_errno=True)
    watch = system.inotify_init1(IN_NONBLOCK)
    assert system.inotify_add_watch(watch, bytes(tmp_path), IN_OPEN | IN_ACCESS) > 0

    def opened_files() -> bytes:
        try:
            return os.read(watch, 4096)
        except BlockingIOError:
            return b""

    yield tmp_path, opened_files
    os.close(watch)


_asked: list[str] = []
_is_listening = False


def _hear(event: str, _: object) -> None:
    if _is_listening and event.startswith(
        ("socket.", "urllib.", "subprocess.", "http.", "os.startfile", "webbrowser.")
    ):
        _asked.append(event)


def test_nothing_named_in_a_text_is_opened_or_asked_for(
    opened: Open, qtbot: QtBot, watched: tuple[Path, Callable[[], bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, opened_files = watched
    (folder / "picture.png").read_bytes()
    assert b"picture.png" in opened_files()  # the watch works
    sys.addaudithook(_hear)
    monkeypatch.setattr(sys.modules[__name__], "_is_listening", True)
    file = folder / "picture.png"
    names = (
        str(file),
        file.as_uri(),
        f"//localhost{file}",
        "picture.png",
        r"\\\\host\\share\\x",
        "http://localhost:9/x.png",
    )
    links = "\n\n".join(
        f"![x]({name}) [y]({name}) <{name}> <img src='{name}'> {name} ![z][{n}]" for n, name in enumerate(names)
    )
    text = links + "".join(f"\n\n[{n}]: {name}" for n, name in enumerate(names)) + f"\n\n$\\includegraphics{{{file}}}$"
    screen = opened(question(1, text), answer(2, text, thinking=text), answer(3, "", streaming=True))
    screen.transcript.begin_stream(3)
    for start in range(0, len(text), 50):
        screen.transcript.feed(3, Channel.ANSWER, text[start : start + 50])
    qtbot.wait(200)
    screen.transcript.end_stream(answer(3, text))
    for scroll in (0, 500, 10_000):
        screen.scroll_to(scroll)
        assert not screen.picture().isNull()
    qtbot.wait(300)  # for what is made in threads
    assert opened_files() == b""
    assert _asked == []


def test_transcript_uses_nothing_that_could_load() -> None:
    """What Qt has for rich text loads pictures by itself; the transcript draws letters and nothing else."""
    loaders = r"QTextDocument|QTextBrowser|QTextEdit|QNetwork\w+|QDesktopServices|QImageReader|QMovie|QFile"
    folder = Path(transcript_room.__file__).parent
    modules = list(folder.rglob("*.py"))
    assert len(modules) > 40
    used = [
        (module.name, name)
        for module in modules
        for name in re.findall(rf"\b(?:{loaders})\b", module.read_text("utf-8"))
    ]
    assert used == []


HOSTILE = (
    "\u202e\u2066reversed\u2069 \u200b\ufeff",
    "\x00\x01\x07\x1b[31m\x7f",
    "\ud83d lonely \ude00",
    "a\u0301" * 200 + "\u0e49" * 400,
    "[" * 500 + "]" * 500,
    "*" * 2000 + "_" * 2000,
    "`" * 1999,
    "> " * 300 + "deep",
    "- " * 300 + "deep",
    "|" * 1000 + "\n" + "|-" * 1000,
    "![" * 300 + "](x)" * 300,
    "&#x202e; &amp;&lt;script&gt;",
    "```" + "x" * 5000 + "\n" + "y" * 20_000,
    "😀" * 3000,
    "العربية עברית mixed 中文 " * 60,
)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_drawn_and_copied(opened: Open, text: str) -> None:
    screen = opened(question(1, text), answer(2, text, thinking=text), answer(3, "", streaming=True))
    screen.transcript.begin_stream(3)
    for start in range(0, len(text), max(1, len(text) // 20)):
        screen.transcript.feed(3, Channel.ANSWER, text[start : start + max(1, len(text) // 20)])
    screen.transcript.end_stream(answer(3, text))
    screen.transcript.select_all()
    screen.scroll_to(0)
    assert not screen.picture().isNull()
    assert screen.transcript.selected_text().count(text.strip("\n").replace("\0", "\ufffd")) >= 1


def test_none_keeps_its_references(opened: Open) -> None:
    """Some releases of PySide lose one reference to None with each call that returns nothing: fatal on Python 3.11."""
    screen = opened(answer(3, "", streaming=True))
    screen.transcript.begin_stream(3)
    viewport = screen.surface.viewport()
    gc.collect()  # what other tests left refers to None too; nothing else is collected while the event loop stands
    before = sys.getrefcount(None)
    for _ in range(200):
        viewport.update()
        viewport.setToolTip("x")
        screen.transcript.feed(3, Channel.ANSWER, "word ")
    assert abs(sys.getrefcount(None) - before) < 100
