r"""Formulas in a transcript: drawn in the line or in lines of their own, selected as a whole, copied as LaTeX."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import MessageView
from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.input import make_menu, spot_at
from desktop.conversation.transcript.layout import Box
from desktop.conversation.transcript.layout.formula_box import FormulaBox
from desktop.conversation.transcript.selection import Position
from desktop.theme import DARK
from models.engine import Channel, Role
from tests.conversation.transcript.conftest import Colours, Open, Opened

SOURCE = r"The area $S = \pi r^2$ of a circle."
BLOCK = "Before.\n\n\\[\n\\frac{1}{2}\n\\]\n\nAfter."
Show = Callable[..., Opened]


def _answer(text: str, number: int = 1) -> MessageView:
    return MessageView(number, Role.ASSISTANT, text)


@pytest.fixture
def shown(qtbot: QtBot, opened: Open) -> Show:
    """Open a transcript with one answer and wait until its formulas are set."""

    def show(text: str, width: int = 900) -> Opened:
        screen = opened(_answer(text), width=width)
        screen.wait_for_formulas(qtbot)
        return screen

    return show


def _box(screen: Opened, block: int, message: int = 1) -> Box:
    slot = screen.stage.caret.slot(Position(message, Section.ANSWER, block, 0))
    assert slot is not None
    assert slot.box is not None
    return slot.box


def _select(screen: Opened, block: int, start: int, end: int) -> str:
    screen.drag(screen.point(1, block, start), screen.point(1, block, end))
    return screen.copied()


def test_formula_in_the_line_is_narrower_than_its_source_and_text_goes_on_after_it(shown: Show) -> None:
    box = _box(shown(SOURCE), 0)
    formula = box.rects(9, 22)
    after = box.rects(22, len(SOURCE))
    assert [len(formula), len(after)] == [1, 1]
    assert 40.0 < formula[0].width() < 90.0
    assert after[0].left() == pytest.approx(formula[0].right(), abs=1.0)


def test_formula_is_drawn_where_its_place_is(shown: Show) -> None:
    screen = shown(r"$\boxed{\frac{1}{2}}$")
    rect = screen.stage.caret.rect(Position(1, Section.ANSWER, 0, 0))
    assert rect is not None
    width = _box(screen, 0).rects(0, 5)[0].width()
    picture = screen.picture().copy(int(rect.left()), int(rect.top()), int(width) + 1, int(rect.height()))
    columns = [sum(_dark(picture, x, y) for y in range(picture.height())) for x in range(picture.width())]
    assert sum(count > 0.6 * picture.height() for count in columns) >= 2  # both sides of the frame
    assert not _dark(picture, 0, 0)


def _dark(picture: QImage, x: int, y: int) -> bool:
    return picture.pixelColor(x, y).lightness() < 160


def test_high_formula_makes_only_its_own_line_higher(shown: Show) -> None:
    plain = _box(shown("a line\\\nanother"), 0).height
    high = _box(shown("a line $\\dfrac{x^2}{\\dfrac{a}{b}}$\\\nanother"), 0)
    assert high.height > plain + 10.0
    assert high.rects(len(high.text) - 1, len(high.text))[0].height() == pytest.approx(plain / 2, abs=1.0)


def test_any_part_of_a_formula_stands_for_all_of_it(shown: Show) -> None:
    screen = shown(SOURCE)
    box = _box(screen, 0)
    assert box.rects(12, 14) == box.rects(9, 22)
    assert box.caret(15) == box.caret(9)
    assert box.step(9, forward=True, by_word=False) == 22
    assert box.step(22, forward=False, by_word=False) == 9
    assert box.whole_at(15) == (9, 22)


def test_selection_over_a_formula_copies_its_latex(shown: Show) -> None:
    assert _select(shown(SOURCE), 0, 4, 25) == r"area $S = \pi r^2$ of"


def test_half_a_drag_over_a_formula_takes_all_or_nothing(shown: Show) -> None:
    screen = shown(SOURCE)
    rect = _box(screen, 0).rects(9, 22)[0]
    start = screen.point(1, 0, 4)
    column = screen.point(1, 0, 0).x() - 1
    near, far = (QPoint(int(column + rect.left() + rect.width() * share), start.y()) for share in (0.2, 0.8))
    screen.drag(start, near)
    assert screen.copied() == "area "
    screen.drag(start, far)
    assert screen.copied() == r"area $S = \pi r^2$"


def test_double_click_selects_a_formula_as_a_whole(shown: Show) -> None:
    screen = shown(SOURCE)
    point = screen.point(1, 0, 9) + QPoint(12, 0)
    QTest.mouseDClick(screen.surface.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert screen.copied() == r"$S = \pi r^2$"


@pytest.mark.parametrize(
    ("text", "block", "offset", "tex"),
    [
        (SOURCE, 0, 12, r"S = \pi r^2"),
        (BLOCK, 1, 0, r"\frac{1}{2}"),
        ("| a | b |\n|-|-|\n| c | \\(x_1\\) |", 0, 6, "x_1"),
        (SOURCE, 0, 3, None),
    ],
)
def test_menu_copies_the_latex_of_a_formula(shown: Show, text: str, block: int, offset: int, tex: str | None) -> None:
    screen = shown(text)
    spot = spot_at(screen.stage, screen.point(1, block, offset).toPointF() + QPointF(2.0, 0.0))
    menu = make_menu(screen.surface, screen.stage, screen.surface.actions_, screen.surface.keyboard, spot)
    entries = [action for action in menu.actions() if action.text() == "Copy formula"]
    assert len(entries) == (tex is not None)
    for entry in entries:
        entry.trigger()
        assert QGuiApplication.clipboard().text() == tex


def test_formula_in_lines_of_its_own_is_centred_and_copied_as_it_was_written(shown: Show) -> None:
    screen = shown(BLOCK)
    box = _box(screen, 1)
    assert isinstance(box, FormulaBox)
    rect = box.rects(0, 1)[0]
    assert rect.center().x() == pytest.approx(box.width / 2, abs=1.0)
    screen.transcript.select_all()
    assert screen.copied() == BLOCK
    point = screen.point(1, 1, 0) + QPoint(8, 0)
    QTest.mouseDClick(screen.surface.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert screen.copied() == "\\[\n\\frac{1}{2}\n\\]"


def test_formula_that_is_too_wide_scrolls_sideways(shown: Show) -> None:
    wide = _box(shown("$$" + "+".join(f"a_{{{number}}} x^{{{number}}}" for number in range(40)) + "$$", 500), 0)
    assert wide.overflow > 100.0
    before = wide.rects(0, 1)[0].left()
    assert wide.scroll_to(50.0)
    assert wide.rects(0, 1)[0].left() == pytest.approx(before - 50.0)


def test_formula_in_the_line_never_leaves_the_column(shown: Show) -> None:
    text = "Long: $" + "+".join(f"a_{{{number}}}" for number in range(12)) + "$ and $\\text{" + "面" * 90 + "}$."
    box = _box(shown(text, 460), 0)
    assert all(rect.right() <= box.width + 1.0 for rect in box.rects(0, len(text)))


@pytest.mark.parametrize("source", [r"$\foo{x}$", r"\(\ce{H2O}\)"])
def test_formula_that_cannot_be_drawn_is_shown_as_its_source(shown: Show, source: str) -> None:
    screen = shown(f"See {source} there")
    box = _box(screen, 0)
    assert len({box.caret(offset).left() for offset in range(4, 5 + len(source))}) == len(source) + 1
    assert screen.stage.flow.around.look.theme.colour("muted").name() in _names(screen.picture())


def _names(picture: QImage) -> set[str]:
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(60)}


def test_block_that_cannot_be_drawn_is_shown_as_its_source(shown: Show) -> None:
    box = _box(shown("$$\n\\foo{x}\n$$"), 0)
    assert not isinstance(box, FormulaBox)
    assert box.text == "$$\u2028\\foo{x}\u2028$$"
    assert not box.is_stale


def test_table_cells_and_headings_hold_formulas(shown: Show) -> None:
    screen = shown("# On $x^2$\n\n| name | value |\n|-|-|\n| one | $\\frac{\\text{面积}}{2}$ |\n")
    heading, table = _box(screen, 0), _box(screen, 1)
    assert heading.rects(3, 4) == heading.rects(3, 8)
    start = table.text.index("$")
    assert table.rects(start, start + 1) == table.rects(start, len(table.text))
    assert table.whole_at(start + 3) == (start, len(table.text))
    row = table.rects(table.text.index("one"), table.text.index("one") + 3)[0]
    assert table.rects(start, start + 1)[0].intersects(row.translated(table.rects(start, start + 1)[0].left(), 0.0))


def test_formulas_take_the_colours_of_the_theme(shown: Show, colours: Colours) -> None:
    screen = shown("$$\\boxed{\\rule{5em}{3em} x}$$")
    screen.transcript.apply_theme(DARK)
    seen = colours(screen.picture())
    assert DARK.colour("text").name() in seen
    assert "#000000" not in seen


def test_formulas_grow_with_the_text_and_need_not_be_set_again(shown: Show) -> None:
    screen = shown(BLOCK)
    before = _box(screen, 1).height
    screen.transcript.set_font_scale(2.0)
    assert screen.stage.flow.around.typesetter.is_idle
    assert _box(screen, 1).height == pytest.approx(2 * before, abs=12.0)
    assert isinstance(_box(screen, 1), FormulaBox)


def test_what_is_read_stays_in_its_place_when_formulas_above_are_set(qtbot: QtBot, opened: Open) -> None:
    rows = "".join(rf"{number} \\ " for number in range(9))
    above = "\n\n".join(rf"$$\begin{{matrix}} {number} \\ {rows} \end{{matrix}}$$" for number in range(30))
    screen = opened(_answer("word\n\n" * 60, 1), _answer(above, 2), _answer("word\n\n" * 60, 3))
    screen.scroll_to(0)
    screen.scroll_to(screen.stage.flow.top(2) - 20.0)
    typesetter = screen.stage.flow.around.typesetter
    assert not typesetter.is_idle
    before = screen.stage.flow.top(2) - screen.stage.reading.scroll
    height = screen.stage.flow.top(2) - screen.stage.flow.top(1)
    qtbot.waitUntil(lambda: typesetter.is_idle, timeout=60_000)
    assert screen.stage.flow.top(2) - screen.stage.flow.top(1) > height + 100.0
    assert screen.stage.flow.top(2) - screen.stage.reading.scroll == pytest.approx(before, abs=1.0)


def test_streamed_formulas_come_out_as_those_drawn_at_once(qtbot: QtBot, opened: Open) -> None:
    text = f"{SOURCE}\n\n{BLOCK}\n\n| a | b |\n|-|-|\n| $x_1$ | \\(\\frac{{a}}{{b}}\\) |\n\nSo \\boxed{{42}}."
    screen = opened(MessageView(1, Role.ASSISTANT, "", streaming=True))
    screen.transcript.begin_stream(1)
    for start in range(0, len(text), 7):
        screen.transcript.feed(1, Channel.ANSWER, text[start : start + 7])
        QTest.qWait(2)
    screen.transcript.end_stream(_answer(text))
    typesetter = screen.stage.flow.around.typesetter
    qtbot.waitUntil(lambda: typesetter.is_idle, timeout=60_000)
    streamed = screen.picture()
    screen.transcript.set_messages([_answer(text)])
    QGuiApplication.processEvents()
    assert screen.picture() == streamed


def test_unfinished_formula_is_quiet_source(opened: Open, qtbot: QtBot) -> None:
    screen = opened(MessageView(1, Role.ASSISTANT, "", streaming=True))
    screen.transcript.begin_stream(1)
    screen.transcript.feed(1, Channel.ANSWER, "So\n\\[\n\\frac{1}")
    qtbot.waitUntil(lambda: len(screen.stage.item(1).passage(Section.ANSWER).blocks) == 2)
    box = _box(screen, 1)
    assert box.text == "\\[\u2028\\frac{1}"
    screen.transcript.feed(1, Channel.ANSWER, "{2}\n\\]\n\n")
    qtbot.waitUntil(lambda: isinstance(_box(screen, 1), FormulaBox), timeout=60_000)
