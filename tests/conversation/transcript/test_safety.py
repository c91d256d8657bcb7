"""Nothing a model writes is loaded, opened or taken as anything but text."""

import sys
from collections.abc import Iterator
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer
from threading import Thread

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.markdown import plain_text
from models.engine import Channel
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
    before = sys.getrefcount(None)
    for _ in range(200):
        viewport.update()
        viewport.setToolTip("x")
        screen.transcript.feed(3, Channel.ANSWER, "word ")
    assert abs(sys.getrefcount(None) - before) < 100
