r"""Formulas are set as they were meant, in Chinese too, or not at all; what is drawn is checked by its pixels."""

import re
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.formula import Asked, Pictures, Typeset, Typesetter
from desktop.conversation.transcript.formula.setting import typeset
from desktop.theme import interface_font

SIZE = 40.0
Set = Callable[[str], Typeset | None]


@pytest.fixture
def typesetter() -> Typesetter:
    """Return a typesetter that is closed by the test that uses it, or has nothing to do."""
    return Typesetter()


@pytest.fixture
def set_formula(qtbot: QtBot, typesetter: Typesetter) -> Set:
    """Set a formula as in lines of its own and wait for it."""

    def wait_for(tex: str) -> Typeset | None:
        asked = Asked(tex, display=True)
        typesetter.typeset(asked)
        qtbot.waitUntil(lambda: typesetter.knows(asked), timeout=60_000)
        return typesetter.typeset(asked)

    return wait_for


def _picture(formula: Typeset | None) -> QImage:
    assert formula is not None
    scale = formula.scale(SIZE)
    picture = QImage(int(formula.width * scale) + 2, int(formula.height * scale) + 2, QImage.Format.Format_Grayscale8)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("black"))
    Pictures().paint(painter, formula, QPointF(0.0, formula.ascent * scale), SIZE, interface_font())
    painter.end()
    return picture


def _dark(picture: QImage, x: int, y: int) -> bool:
    return QColor(picture.pixel(x, y)).lightness() < 140


def _columns(picture: QImage) -> list[float]:
    """Return how much of each column of pixels is dark."""
    height = picture.height()
    return [sum(_dark(picture, x, y) for y in range(height)) / height for x in range(picture.width())]


def _rows(picture: QImage) -> list[float]:
    width = picture.width()
    return [sum(_dark(picture, x, y) for x in range(width)) / width for y in range(picture.height())]


def _runs(shares: list[float], least: float) -> int:
    """Return how many separate lines there are: runs of shares of at least `least`."""
    return len(re.findall("1+", "".join("1" if share >= least else "0" for share in shares)))


@pytest.mark.parametrize(
    ("columns", "rows", "upright", "level"),
    [("cc", "", 0, 0), ("c|c", "", 1, 0), ("|c|c|", "", 3, 0), ("cc", r"\hline", 0, 1), ("|c|c|", r"\hline", 3, 1)],
)
def test_lines_of_an_array_are_drawn(set_formula: Set, columns: str, rows: str, upright: int, level: int) -> None:
    picture = _picture(set_formula(rf"\begin{{array}}{{{columns}}} a & b \\ {rows} c & d \end{{array}}"))
    assert _runs(_columns(picture), 0.85) == upright
    assert _runs(_rows(picture), 0.85) == level


def test_lines_above_and_below_an_array_are_drawn(set_formula: Set) -> None:
    picture = _picture(set_formula(r"\begin{array}{c} \hline x \\ \hline y \\ \hline \end{array}"))
    assert _runs(_rows(picture), 0.8) == 3


def test_box_is_drawn_around_its_formula(set_formula: Set) -> None:
    picture = _picture(set_formula(r"\boxed{42}"))
    columns, rows = _columns(picture), _rows(picture)
    assert _runs(columns, 0.8) == 2
    assert _runs(rows, 0.8) == 2
    lines = [number for number, share in enumerate(columns) if share >= 0.8]
    inside = columns[lines[0] + 5 : lines[-1] - 5]
    assert any(0.1 < share < 0.8 for share in inside)  # the number
    assert inside[0] < 0.2  # with space on both sides of it
    assert inside[-1] < 0.2


@pytest.mark.parametrize("arrow", [r"\implies", r"\iff", r"\impliedby", r"\longrightarrow", r"\longmapsto"])
def test_long_arrows_stand_as_far_from_their_sides_as_short_ones(set_formula: Set, arrow: str) -> None:
    def spaces(tex: str) -> list[int]:
        columns = "".join("1" if share else " " for share in _columns(_picture(set_formula(f"H {tex} H"))))
        before, after = re.findall(" +", columns.strip())
        return [len(before), len(after)]

    assert spaces(arrow) == pytest.approx(spaces(r"\Rightarrow"), abs=3)


@pytest.mark.parametrize("tex", [r"\text{面积}", "面积", r"\text{面积 } + x", r"\frac{\text{路程}}{2}"])
def test_chinese_is_drawn_by_the_window_and_each_character_looks_different(set_formula: Set, tex: str) -> None:
    formula = set_formula(tex)
    assert formula is not None
    assert len(formula.signs) == 2
    pictures = []
    for sign in formula.signs:
        picture = _picture(formula)
        scale = formula.scale(SIZE)
        left = int(sign.x * scale)
        top = int((formula.ascent + sign.y - sign.size) * scale)
        pictures.append(picture.copy(left, max(top, 0), int(sign.size * scale), int(sign.size * scale)))
    first, second = pictures
    assert first != second  # empty boxes would be alike
    for picture in pictures:
        assert sum(_rows(picture)) > 2  # and nearly empty


def test_chinese_takes_the_room_it_is_drawn_in(set_formula: Set) -> None:
    one, two = set_formula(r"\text{面}"), set_formula(r"\text{面积}")
    assert one is not None
    assert two is not None
    assert two.width - one.width == pytest.approx(24.0, abs=0.1)  # one em more
    assert two.signs[1].x - two.signs[0].x == pytest.approx(24.0, abs=0.1)


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{-b \pm \sqrt{b^2-4ac}}{2a}",
        r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
        r"\int_0^\infty e^{-x^2}\,dx",
        r"\begin{cases} 1, & x \ge 0 \\ -1, & \text{otherwise} \end{cases}",
        r"\begin{aligned} a &= b \\[4pt] &= c \end{aligned}",
        r"\left[\begin{array}{cc|c} 1 & 2 & 3 \end{array}\right]",
        r"\underbrace{a + \cdots + z}_{26}",
        r"\mathbb{R} \to \mathcal{L}, \vec{v}, \hat{x}, \overline{AB}, 90^\circ",
        r"\color{red}{x} \pmod{n} \binom{n}{k} \cancel{x} \xrightarrow{a} b",
        r"\Rightarrow \iff \forall \epsilon \exists \delta \nabla \partial \infty",
    ],
)
def test_what_models_write_is_set(set_formula: Set, tex: str) -> None:
    formula = set_formula(tex)
    assert formula is not None
    assert formula.ascent > 10.0
    assert sum(_rows(_picture(formula))) > 1.0


@pytest.mark.parametrize(
    "tex",
    [
        r"\ce{H2O}",
        r"\foo{x}",
        r"\frac{a",
        r"\text{مرحبا}",
        r"\text{ไทย}",
        r"\hspace{100000em}x",
        r"\left(" * 60 + "x" + r"\right)" * 60,
        r"\begin{array}{c}" + r"1\\" * 900 + r"\end{array}",
        r"\def\x{\x\x}\x",
    ],
)
def test_what_cannot_be_drawn_is_refused(set_formula: Set, tex: str) -> None:
    assert set_formula(tex) is None


def test_deep_nesting_is_set_or_refused_and_does_not_double_the_work(set_formula: Set, typesetter: Typesetter) -> None:
    set_formula("{" * 19 + "x" + "}" * 19)  # the library alone would measure half a million rows
    assert set_formula(r"\sqrt{" * 12 + "x" + "}" * 12) is not None
    assert typesetter.is_idle


def test_formula_is_asked_for_once_and_answered_later(qtbot: QtBot, typesetter: Typesetter) -> None:
    asked = Asked("x^2", display=False)
    with qtbot.waitSignal(typesetter.ready, timeout=60_000):
        assert typesetter.typeset(asked) is None
        assert not typesetter.knows(asked)
    first = typesetter.typeset(asked)
    assert first is not None
    assert typesetter.typeset(asked) is first


def test_style_of_running_text_is_lower_than_that_of_lines_of_its_own(qtbot: QtBot, typesetter: Typesetter) -> None:
    both = [Asked(r"\frac{1}{2}", display) for display in (False, True)]
    for asked in both:
        typesetter.typeset(asked)
    qtbot.waitUntil(lambda: typesetter.is_idle, timeout=60_000)
    inline, display = (typesetter.typeset(asked) for asked in both)
    assert inline is not None
    assert display is not None
    assert inline.height < display.height


def test_closed_typesetter_is_silent_and_leaves_no_thread(qtbot: QtBot) -> None:
    typesetter = Typesetter()
    told: list[bool] = []
    typesetter.ready.connect(lambda: told.append(True))
    for number in range(50):
        typesetter.typeset(Asked(f"x_{{{number}}}", display=True))
    typesetter.close()
    qtbot.wait(50)
    assert told == []
    assert "typesetter" not in {thread.name for thread in threading.enumerate()}


def test_formula_is_drawn_in_the_pen_of_the_painter(set_formula: Set) -> None:
    formula = set_formula(r"\boxed{\text{面}}")
    assert formula is not None
    scale = formula.scale(SIZE)
    picture = QImage(int(formula.width * scale), int(formula.height * scale), QImage.Format.Format_RGB32)
    picture.fill(QColor("#102030"))
    painter = QPainter(picture)
    painter.setPen(QColor("#ff8800"))
    Pictures().paint(painter, formula, QPointF(0.0, formula.ascent * scale), SIZE, interface_font())
    painter.end()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert "#ff8800" in seen
    assert "#000000" not in seen


def test_threads_that_set_formulas_at_once_get_the_same() -> None:
    formulas = [
        Asked(rf"\frac{{{letter}^2 + {number}}}{{\sqrt{{{letter}_{number}}}}}", display=True)
        for number in range(8)
        for letter in "abcxyz"
    ]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # so that the threads meet within the library
    try:
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda _: [typeset(asked) for asked in formulas], range(4)))
    finally:
        sys.setswitchinterval(switching)
    alone = [typeset(asked) for asked in formulas]
    assert all(one == alone for one in together)
