"""The PDF of a conversation: its pages, its text as text, and what goes in."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import AttachmentView, FooterView, MessageView
from desktop.conversation.transcript.printing import PdfPrinting, PrintChoice
from models.engine import Role
from models.errors import UserError
from models.texts import Phrasebook

Print = Callable[..., bytes]
QUESTION = MessageView(1, Role.USER, "Why so cold?", attachments=(AttachmentView("ähnlich.py", "8 characters"),))
ANSWER = MessageView(
    2,
    Role.ASSISTANT,
    "# Heat\n\n温度 decides.\n\n```python\nprint('ω')\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    thinking="Кто знает",
    thinking_seconds=3.0,
    footer=FooterView("Precise", "0.2", 0.1, "þ tokens"),
)


@pytest.fixture
def printed(qtbot: QtBot, tmp_path: Path) -> Print:
    """Print messages and return the file."""

    def write(*messages: MessageView, choice: PrintChoice | None = None) -> bytes:
        path = tmp_path / "out.pdf"
        printing = make(path, messages, choice or PrintChoice())
        with qtbot.waitSignal(printing.finished, timeout=60_000):
            printing.start()
        return path.read_bytes()

    return write


def make(path: Path, messages: tuple[MessageView, ...], choice: PrintChoice) -> PdfPrinting:
    parent = QApplication.instance()
    assert parent is not None
    say = Phrasebook("en")
    return PdfPrinting(path, messages, title="Title", when="today", choice=choice, say=say, parent=parent)


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def streams(pdf: bytes) -> list[bytes]:
    found = []
    for raw in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(raw))
        except zlib.error:
            found.append(raw)
    return found


def letters(pdf: bytes) -> set[str]:
    """Return the letters that can be selected and searched: those that the fonts' tables map to Unicode."""
    found: set[str] = set()
    for table in (stream for stream in streams(pdf) if b"begincmap" in stream):
        for section in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
            for first, last, one, many in re.findall(rb"<(\w+)>\s*<(\w+)>\s*(?:<(\w+)>|\[([^]]*)\])", section):
                if one:
                    count = int(last, 16) - int(first, 16) + 1
                    found |= {chr(int(one, 16) + step) for step in range(count)}
                else:
                    found |= {chr(int(code, 16)) for code in re.findall(rb"<(\w+)>", many)}
    return found


def test_text_stays_text(printed: Print) -> None:
    found = letters(printed(QUESTION, ANSWER))
    assert set("Whysocold") | set("温度ωä") | set("Title") <= found
    assert any(b" Tj" in stream or b" TJ" in stream or b"Tj\n" in stream for stream in streams(printed(ANSWER)))


@pytest.mark.parametrize("before", ["A paragraph of some words.\n\n" * 400, "\n" * 9000])
def test_long_answers_are_printed_to_their_end(printed: Print, before: str) -> None:
    long = before + "```\nþ\n```\n\nЖЯф"
    found = letters(printed(MessageView(1, Role.ASSISTANT, long, thinking=long), choice=PrintChoice(thinking=True)))
    assert set("þЖЯф") <= found


@pytest.mark.parametrize("thinking", [False, True])
@pytest.mark.parametrize("records", [False, True])
def test_thinking_and_records_are_printed_as_wanted(printed: Print, *, thinking: bool, records: bool) -> None:
    found = letters(printed(QUESTION, ANSWER, choice=PrintChoice(thinking=thinking, records=records)))
    assert ("з" in found) is thinking
    assert ("þ" in found) is records


def test_long_answers_take_more_pages(printed: Print) -> None:
    short = pages(printed(QUESTION, ANSWER))
    long = pages(printed(QUESTION, MessageView(2, Role.ASSISTANT, "A line of text.\n\n" * 200)))
    assert short == 1
    assert 4 < long < 12


def test_code_is_whole_and_its_long_lines_are_broken(printed: Print) -> None:
    folded = "```\n" + "x\n" * 60 + "κ\n```"
    wide = "```\n" + "y " * 200 + "λ\n```"
    assert {"κ", "λ"} <= letters(printed(MessageView(1, Role.ASSISTANT, f"{folded}\n\n{wide}")))


def test_wide_tables_shrink_to_the_page(printed: Print) -> None:
    row = "|" + "|".join(f"column{number}" for number in range(30)) + "|\n"
    table = row + "|" + "---|" * 30 + "\n" + row.replace("column29", "ξ")
    assert "ξ" in letters(printed(MessageView(1, Role.ASSISTANT, table)))


def test_a_cancelled_print_leaves_the_older_file(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    path.write_bytes(b"older")
    long = tuple(MessageView(number, Role.ASSISTANT, "word " * 5000) for number in range(1, 20))
    printing = make(path, long, PrintChoice())
    with qtbot.waitSignal(printing.progress, timeout=60_000):
        printing.start()
    printing.cancel()
    assert path.read_bytes() == b"older"
    assert [file.name for file in tmp_path.iterdir()] == ["out.pdf"]


@pytest.mark.usefixtures("qapp")
def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    printing = make(tmp_path / "gone" / "out.pdf", (ANSWER,), PrintChoice())
    with pytest.raises(UserError) as caught:
        printing.start()
    assert caught.value.text.id == "exchange.not_written"


@pytest.mark.filterwarnings("ignore:path is deprecated:DeprecationWarning")  # by ziamath, when it is loaded
def test_formulas_are_drawn_as_vectors_without_outlines(printed: Print) -> None:
    source = MessageView(1, Role.ASSISTANT, "so $\\xi$ is\n\n\\[ \\frac{\\xi}{2} \\]")
    pdf = printed(source)
    assert "\\" not in letters(pdf)
    assert b"/Subtype /Image" not in pdf
    assert re.search(rb"/CA 0\b", pdf)


def test_what_cannot_be_drawn_as_a_formula_is_printed_as_its_source(printed: Print) -> None:
    assert "\\" in letters(printed(MessageView(1, Role.ASSISTANT, "so $\\nosuchthing{x}$ is")))
