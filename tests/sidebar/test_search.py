"""Searching: what is typed is told when it pauses, what was found can be walked through and opened."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListView
from pytestqt.qtbot import QtBot

from desktop.sidebar import MOST_HITS, Sidebar
from desktop.sidebar.listing import Listing
from desktop.sidebar.searching import SearchField, SearchResults
from desktop.sidebar.searching.hit_model import HitModel, HitRole
from desktop.sidebar.searching.marked_text import Mark, draw_marked, line_pitch
from desktop.sidebar.searching.when import when_text
from desktop.theme import DARK, LIGHT
from models.history import Hit
from models.texts import Phrasebook
from tests.sidebar.samples import FEW, TODAY

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

NOW = datetime(2024, 3, 15, 18, 30).astimezone()
NAME, DESCRIPTION = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole


def hit(number: int, title: str = "Title", snippet: str = "some words here", *, archived: bool = False) -> Hit:
    return Hit(number, number * 10, title, snippet, ((5, 10),), (), int(NOW.timestamp() * 1000), archived=archived)


@pytest.fixture
def sidebar(qtbot: QtBot, say: Phrasebook) -> Sidebar:
    made = Sidebar(say=say, theme=LIGHT, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.resize(248, 600)
    made.show_conversations(FEW, current=1)
    with qtbot.waitExposed(made):
        made.show()
    made.focus_search()
    return made


@pytest.fixture
def field(sidebar: Sidebar) -> SearchField:
    found = sidebar.findChild(SearchField)
    assert found is not None
    return found


def type_words(field: SearchField, qtbot: QtBot, words: str) -> None:
    with qtbot.waitSignal(field.searched):
        QTest.keyClicks(field, words)


def results(sidebar: Sidebar) -> QListView:
    found = sidebar.findChild(SearchResults)
    assert found is not None
    view = found.findChild(QListView)
    assert view is not None
    return view


def sentence(sidebar: Sidebar) -> str:
    found = sidebar.findChild(SearchResults)
    assert found is not None
    return next(label.text() for label in found.findChildren(QLabel))


def listing(sidebar: Sidebar) -> Listing:
    found = sidebar.findChild(Listing)
    assert found is not None
    return found


def test_typing_is_told_once_when_it_pauses(sidebar: Sidebar, field: SearchField, qtbot: QtBot) -> None:
    told: list[str] = []
    sidebar.searched.connect(told.append)
    type_words(field, qtbot, " gradient ")
    assert told == ["gradient"]


def test_results_take_the_place_of_the_list_until_escape(sidebar: Sidebar, field: SearchField, qtbot: QtBot) -> None:
    type_words(field, qtbot, "some")
    sidebar.show_hits("some", [hit(1), hit(2)])
    assert results(sidebar).isVisible()
    assert not listing(sidebar).isVisible()
    assert sentence(sidebar) == "Found in 2 places"
    with qtbot.waitSignal(sidebar.searched) as told:
        QTest.keyClick(field, Qt.Key.Key_Escape)
    assert told.args == [""]
    assert listing(sidebar).isVisible()
    assert not results(sidebar).isVisible()
    assert not field.hasFocus()


def test_results_of_words_that_were_replaced_are_not_shown(sidebar: Sidebar, field: SearchField, qtbot: QtBot) -> None:
    type_words(field, qtbot, "some")
    sidebar.show_hits("som", [hit(1)])
    assert listing(sidebar).isVisible()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    sidebar.show_hits("some", [hit(1)])
    assert listing(sidebar).isVisible()


def test_first_place_is_chosen_and_arrows_choose_another_while_typing_goes_on(
    sidebar: Sidebar, field: SearchField, qtbot: QtBot
) -> None:
    type_words(field, qtbot, "some")
    sidebar.show_hits("some", [hit(1), hit(2), hit(3)])
    with qtbot.waitSignal(sidebar.hit_chosen) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == [hit(1)]
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(field, key)
    assert field.hasFocus()
    with qtbot.waitSignal(sidebar.hit_chosen) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == [hit(2)]


def test_enter_before_anything_is_found_opens_the_first_place_then(
    sidebar: Sidebar, field: SearchField, qtbot: QtBot
) -> None:
    QTest.keyClicks(field, "some")
    with qtbot.assertNotEmitted(sidebar.hit_chosen):
        QTest.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(sidebar.hit_chosen) as told:
        sidebar.show_hits("some", [hit(1), hit(2)])
    assert told.args == [hit(1)]
    with qtbot.assertNotEmitted(sidebar.hit_chosen):
        sidebar.show_hits("some", [hit(1), hit(2)])


def test_click_opens_a_place(sidebar: Sidebar, field: SearchField, qtbot: QtBot) -> None:
    type_words(field, qtbot, "some")
    sidebar.show_hits("some", [hit(1), hit(2)])
    view = results(sidebar)
    with qtbot.waitSignal(sidebar.hit_chosen) as told:
        QTest.mouseClick(
            view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(1, 0)).center()
        )
    assert told.args == [hit(2)]


def test_nothing_found_is_said_with_the_words_as_they_are(sidebar: Sidebar, field: SearchField, qtbot: QtBot) -> None:
    type_words(field, qtbot, "<b>x</b>")
    sidebar.show_hits("<b>x</b>", [])
    assert sentence(sidebar) == "“<b>x</b>” was not found in titles or texts."
    assert not results(sidebar).isVisible()
    with qtbot.assertNotEmitted(sidebar.hit_chosen):
        QTest.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize(("count", "words"), [(1, "Found in one place"), (MOST_HITS, f"The newest {MOST_HITS} places")])
def test_count_says_where_there_may_be_more(
    sidebar: Sidebar, field: SearchField, qtbot: QtBot, count: int, words: str
) -> None:
    type_words(field, qtbot, "some")
    sidebar.show_hits("some", [hit(number) for number in range(count)])
    assert sentence(sidebar) == words


def test_cross_clears_the_search(sidebar: Sidebar, field: SearchField, qtbot: QtBot) -> None:
    type_words(field, qtbot, "some")
    sidebar.show_hits("some", [hit(1)])
    QTest.mouseClick(field._clear, Qt.MouseButton.LeftButton)
    assert field.text() == ""
    assert listing(sidebar).isVisible()


def test_screen_reader_hears_title_text_and_when(qapp: object, say: Phrasebook) -> None:
    del qapp
    model = HitModel(say=say)
    title_only = Hit(2, None, "", "", (), (), int((NOW - timedelta(days=1)).timestamp() * 1000), archived=True)
    model.show_hits([hit(1), title_only], NOW)
    assert model.index(0).data(NAME) == "Title, some words here"
    assert model.index(1).data(NAME) == "New conversation, In the title"
    assert model.index(1).data(DESCRIPTION) == "Archived · Yesterday"
    assert model.index(1).data(HitRole.WHEN) == "Yesterday"
    assert model.index(2).data() is None


@pytest.mark.parametrize(
    ("language", "days", "text"),
    [
        ("en", 1, "Yesterday"),
        ("en", 10, "5 Mar"),
        ("en", 400, "9 Feb 2023"),
        ("zh_CN", 0, "18:30"),
        ("zh_CN", 1, "昨天"),
        ("zh_CN", 10, "3月5日"),
        ("zh_CN", 400, "2023年2月9日"),
    ],
)
def test_day_is_said_shortly(qapp: object, language: str, days: int, text: str) -> None:
    del qapp
    moment = NOW - timedelta(days=days)
    assert when_text(int(moment.timestamp() * 1000), NOW, Phrasebook(language)) == text


def painted(text: str, marks: tuple[Mark, ...], *, lines: int, width: int = 200) -> tuple[QImage, list[int]]:
    """Return a picture of a marked text, and how many marked pixels each of its lines has."""
    font = QFont()
    font.setPixelSize(14)
    look = QTextCharFormat()
    look.setBackground(QColor("#ff0000"))
    picture = QImage(width, 100, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ffffff"))
    painter = QPainter(picture)
    draw_marked(painter, QRect(0, 0, width, 100), text, marks, font=font, look=look, lines=lines)
    step = line_pitch(font)
    painter.end()
    return picture, [
        sum(picture.pixel(x, y) == 0xFFFF0000 for x in range(width) for y in range(row * step, (row + 1) * step - 2))
        for row in range(3)
    ]


def test_marks_are_where_the_words_are(qapp: object) -> None:
    del qapp
    picture, marked = painted("aaaa bbbb", ((5, 9),), lines=1)
    assert marked[0] > 0
    assert all(picture.pixel(x, 2) == 0xFFFFFFFF for x in range(20))


def test_mark_after_an_emoji_is_not_shifted(qapp: object) -> None:
    del qapp
    with_emoji, plain = painted("😀 x bbbb", ((4, 8),), lines=1)[1], painted("bbbb", ((0, 4),), lines=1)[1]
    assert with_emoji[0] == pytest.approx(plain[0], rel=0.1)


def test_mark_in_the_second_line_is_drawn_there(qapp: object) -> None:
    del qapp
    text = "one two three four five six seven eight nine ten eleven twelve"
    first = text.index("seven")
    _, marked = painted(text, ((first, first + 5),), lines=2)
    assert marked[0] == 0
    assert marked[1] > 0
    assert marked[2] < marked[1] / 5  # a background is a pixel higher than its line


@pytest.mark.parametrize("text", ["", "\ud800 lone", "😀" * 300, "x" * 5000, "梯度" * 500, "a\nb"])
def test_any_text_can_be_drawn(qapp: object, text: str) -> None:
    del qapp
    painted(text, ((0, 1), (3, 9999), (-5, 2)), lines=2, width=60)


def test_results_follow_the_theme(sidebar: Sidebar, field: SearchField, qtbot: QtBot) -> None:
    type_words(field, qtbot, "some")
    sidebar.show_hits("some", [hit(1)])
    before = results(sidebar).viewport().grab().toImage()
    sidebar.apply_theme(DARK)
    assert results(sidebar).viewport().grab().toImage() != before


def test_search_that_is_not_complete_says_so_and_enter_waits_for_it(
    sidebar: Sidebar, field: SearchField, qtbot: QtBot
) -> None:
    type_words(field, qtbot, "some")
    with qtbot.assertNotEmitted(sidebar.hit_chosen):
        sidebar.show_hits("some", [], is_complete=False)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert sentence(sidebar) == "Still looking through older conversations…"
    with qtbot.waitSignal(sidebar.hit_chosen):
        sidebar.show_hits("some", [hit(1)])
    assert sentence(sidebar) == "Found in one place"
