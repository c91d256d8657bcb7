"""Code blocks: wrapping, folding, saving, and what stays in its place meanwhile."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import MessageView
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.highlight import file_name
from desktop.conversation.transcript.layout import CodeBox
from desktop.conversation.transcript.selection import Position
from models.engine import Channel, Role
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import PARAGRAPH, answer, conversation

SHIFT = Qt.KeyboardModifier.ShiftModifier
WIDE = "x = " + "word " * 60
WRAP = Control(ControlKind.WRAP_CODE, Section.ANSWER, 0)
FOLD = Control(ControlKind.FOLD_CODE, Section.ANSWER, 0)


def _fenced(lines: int, language: str = "python") -> str:
    return f"```{language}\n" + "\n".join(f"line {number}" for number in range(lines)) + "\n```\n"


def _box(screen: Opened, message: int = 1, block: int = 0) -> CodeBox:
    slot = screen.stage.caret.slot(Position(message, Section.ANSWER, block, 0))
    assert slot is not None
    assert isinstance(slot.box, CodeBox)
    return slot.box


def _wait_until_read(screen: Opened, qtbot: QtBot, message: int = 1) -> None:
    """Let a long message be read to its end, which happens slice by slice."""
    qtbot.waitUntil(lambda: screen.stage.item(message).passage(Section.ANSWER).unread == 0.0)


def _activate(screen: Opened, control: Control, message: int = 1) -> None:
    screen.click(screen.centre(Target(message, control)))


def test_code_up_to_forty_lines_is_shown_whole(opened: Open) -> None:
    screen = opened(answer(1, _fenced(40)))
    assert Control(ControlKind.FOLD_CODE, Section.ANSWER, 0) not in list(screen.stage.item(1).controls())
    screen.key(Qt.Key.Key_End)
    assert screen.stage.caret.rect(Position(1, Section.ANSWER, 0, len(_box(screen).text))) is not None


def test_longer_code_shows_its_first_forty_lines_until_it_is_unfolded(opened: Open) -> None:
    screen = opened(answer(1, _fenced(100)), answer(2))
    folded = _box(screen).height
    screen.scroll_to(300)
    row = screen.centre(Target(1, FOLD))
    top = screen.stage.caret.rect(Position(1, Section.ANSWER, 0, 240))
    screen.click(row)
    box = _box(screen)
    assert box.height > folded + 55 * 20
    assert screen.stage.caret.rect(Position(1, Section.ANSWER, 0, 240)) == top
    assert screen.stage.reading.scroll == 300
    screen.key(Qt.Key.Key_End)
    before = screen.centre(Target(1, FOLD))
    screen.click(before)
    assert _box(screen).height == folded


def test_folding_keeps_the_row_under_the_mouse(opened: Open) -> None:
    screen = opened(answer(1, _fenced(100)), *(answer(number, PARAGRAPH * 9) for number in range(2, 8)))
    screen.scroll_to(500)
    _activate(screen, FOLD)
    screen.scroll_to(screen.stage.rect(Target(1, FOLD)).top() - 300)
    before = screen.centre(Target(1, FOLD))
    screen.click(before)
    assert screen.centre(Target(1, FOLD)).y() == before.y()


def test_wrapped_code_has_nothing_to_scroll_and_keeps_its_offsets(opened: Open) -> None:
    screen = opened(answer(1, f"```\n{WIDE}\n    {WIDE}\nend\n```\n"))
    text = _box(screen).text
    assert _box(screen).overflow > 0
    _activate(screen, WRAP)
    box = _box(screen)
    assert box.overflow == 0
    assert all(rect.right() <= box.width for rect in box.rects(0, len(text)))
    assert len(box.rects(0, len(text))) > 6
    screen.drag(screen.point(1, 0, 100), screen.point(1, 0, 200))
    assert screen.copied() == text[100:200]
    _activate(screen, WRAP)
    assert _box(screen).overflow > 0


def test_row_that_goes_on_stands_under_its_line(opened: Open) -> None:
    screen = opened(answer(1, f"```\n        {WIDE}\n```\n"))
    _activate(screen, WRAP)
    lefts = {rect.left() for rect in _box(screen).rects(0, len(_box(screen).text))}
    assert len(lefts) == 2  # the first row has its spaces, those after it are moved by as much
    assert max(lefts) - min(lefts) == pytest.approx(8 * _box(screen).rects(0, 1)[0].width(), abs=0.5)


def test_every_place_of_wrapped_code_can_be_walked_both_ways(opened: Open) -> None:
    screen = opened(answer(1, f"```\n\t{'汉字' * 60} {WIDE}\n\n{'y' * 300}\n```\n"))
    _activate(screen, WRAP)
    box = _box(screen)
    forth = [0]
    while (following := box.step(forth[-1], forward=True, by_word=False)) != forth[-1]:
        forth.append(following)
    back = [forth[-1]]
    while (previous := box.step(back[-1], forward=False, by_word=False)) != back[-1]:
        back.append(previous)
    assert forth == list(range(len(box.text) + 1))
    assert back == forth[::-1]
    for offset in forth:
        first, last = box.line_ends(offset)
        assert first <= offset <= last
        assert box.caret(first).top() == box.caret(offset).top() == box.caret(last).top()


def test_what_is_folded_is_one_place_and_copied_whole(opened: Open) -> None:
    screen = opened(answer(1, _fenced(100) + "\nend"))
    text = _box(screen).text
    shown = text.index("line 40") - 1
    screen.click(screen.point(1, 0, shown - 2))
    for _ in range(3):
        screen.key(Qt.Key.Key_Right, SHIFT)
    assert screen.transcript.selected_text() == text[shown - 2 :]
    screen.key(Qt.Key.Key_Left, SHIFT)
    assert screen.transcript.selected_text() == "39"


def test_code_that_grows_is_not_folded_before_the_readers_eyes(opened: Open) -> None:
    screen = opened(answer(1, "", streaming=True))
    screen.transcript.begin_stream(1)
    screen.transcript.feed(1, Channel.ANSWER, "```python\n")
    for number in range(100):
        screen.transcript.feed(1, Channel.ANSWER, f"line {number}\n")
        screen.transcript._streaming._on_due()
    unfolded = _box(screen).height
    assert unfolded > 100 * 20
    screen.transcript.end_stream(answer(1, _fenced(100)))
    assert _box(screen).height == unfolded
    assert screen.stage.reading.is_at_end


def test_code_folded_while_it_grows_stays_folded(opened: Open) -> None:
    screen = opened(answer(1, "", streaming=True))
    screen.transcript.begin_stream(1)
    screen.transcript.feed(1, Channel.ANSWER, _fenced(100).removesuffix("```\n"))
    screen.transcript._streaming._on_due()
    screen.stage.reading.to_end()
    _activate(screen, FOLD)
    folded = _box(screen).height
    screen.transcript.feed(1, Channel.ANSWER, "more\n" * 50)
    screen.transcript._streaming._on_due()
    assert _box(screen).height == folded
    assert _box(screen).text.endswith("more")


def test_other_version_of_a_message_keeps_its_code_unfolded(opened: Open) -> None:
    screen = opened(answer(1, _fenced(100)))
    _activate(screen, FOLD)
    unfolded = _box(screen).height
    screen.transcript.replace_message(MessageView(1, Role.ASSISTANT, _fenced(100), note="Stopped."))
    assert _box(screen).height == unfolded


def test_thumb_and_fold_row_do_not_share_a_place(opened: Open, qtbot: QtBot) -> None:
    screen = opened(answer(1, "```\n" + (WIDE * 4 + "\n") * 60 + "```\n"))
    _wait_until_read(screen, qtbot)
    row = screen.stage.rect(Target(1, FOLD))
    screen.scroll_to(row.bottom() - 200)
    box = _box(screen)
    screen.click(QPoint(screen.centre(Target(1, FOLD)).x(), screen.centre(Target(1, FOLD)).y() + 12))
    assert screen.stage.item(1).code_view(Section.ANSWER, 0).unfolded
    assert box.scroll_x == 0
    screen.scroll_to(screen.stage.rect(Target(1, FOLD)).bottom() - 200)
    above = QPoint(screen.centre(Target(1, FOLD)).x(), round(screen.stage.rect(Target(1, FOLD)).top()))
    above.setY(round(above.y() - screen.stage.reading.scroll - 8))
    screen.drag(above, above + QPoint(100, 0))
    assert box.scroll_x > 0
    assert screen.stage.item(1).code_view(Section.ANSWER, 0).unfolded


def test_line_of_two_million_characters_opens_and_wraps_by_rows(opened: Open, qtbot: QtBot) -> None:
    screen = opened(*conversation(3), answer(9, "```\n" + "汉a" * 1_000_000 + "\n```\n"))
    _wait_until_read(screen, qtbot, 9)
    box = _box(screen, 9)
    assert box.height < 60 * 40
    _activate(screen, WRAP, 9)
    assert _box(screen, 9).height == pytest.approx(box.height)
    assert len(_box(screen, 9).text) == 2_000_000


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("python", "code.py"),
        ("Python", "code.py"),
        ("c++", "code.cpp"),
        ("bash", "code.sh"),
        ("json", "code.json"),
        ("makefile", "code.mak"),
        ("docker", "Dockerfile"),
        ("mermaid", "code.txt"),
        ("../../etc", "code.txt"),
        ("", "code.txt"),
    ],
)
def test_saved_code_is_named_after_its_language(language: str, name: str) -> None:
    assert file_name(language) == name


def test_copied_code_is_whole_though_folded(opened: Open) -> None:
    screen = opened(answer(1, _fenced(100)))
    screen.scroll_to(0)
    _activate(screen, Control(ControlKind.COPY_CODE, Section.ANSWER, 0))
    assert QGuiApplication.clipboard().text() == _box(screen).text
    assert QGuiApplication.clipboard().text().endswith("line 99")
