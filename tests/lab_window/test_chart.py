"""The chart: where things are, what it says in words, and its files."""

import pytest
from PySide6.QtCore import QByteArray, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.lab.chart import Chart, ChartPainter, ChartView, Point, Series, png_of, svg_of
from desktop.lab.chart.export import SIZE
from desktop.lab.chart.marks import Shape, shape_of
from desktop.lab.chart.summary import summary
from desktop.theme import DARK, LIGHT, Theme, temperature_colour
from models.catalog import Band
from models.texts import Phrasebook

AREA = QSize(600, 400)
POINTS = (
    Point(0.3, 2, 4, 0.15, 0.85, 0.4),
    Point(0.6, 4, 4, 0.51, 1.0, 0.6),
    Point(0.9, 0, 4, 0.0, 0.49, 0.9),
)
ONE = Chart((Series("A", POINTS),), 0.8, 1.0, Band(0.3, 0.6), Band(0.5, 0.7))
TWO = Chart((Series("A", POINTS), Series("B", POINTS[:2])), 0.8, 1.0)
NOTHING = Chart((), 0.8, 1.0)
UNJUDGED = Chart((Series("A", (Point(0.3, 0, 0, 0.0, 1.0, 0.4),)),), 0.8, 1.0)
LONE = Chart((Series("A", POINTS[1:2]),), 0.8, 1.0, Band(0.6, 0.6))


@pytest.fixture
def painter(qapp: object) -> ChartPainter:
    del qapp
    return ChartPainter(say=Phrasebook("en"), theme=LIGHT)


def painted(painter: ChartPainter, chart: Chart) -> QImage:
    image = QImage(AREA, QImage.Format.Format_RGB32)
    image.fill(painter.theme.colour("surface"))
    strokes = QPainter(image)
    painter.paint(strokes, chart, QSizeF(AREA), QFont())
    strokes.end()
    return image


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_points_have_the_colour_of_their_temperature_at_their_rate(painter: ChartPainter, theme: Theme) -> None:
    painter.theme = theme
    image, frame = painted(painter, ONE), painter.frame(ONE, QSizeF(AREA), QFont())
    for point in POINTS:
        assert point.rate is not None
        at = image.pixelColor(round(frame.x(point.temperature)), round(frame.passed.y(point.rate)))
        assert at.rgb() == temperature_colour(theme, point.temperature, 0.8, 1.0).rgb()


def test_the_interval_reaches_from_its_lower_to_its_upper_end(painter: ChartPainter) -> None:
    image, frame = painted(painter, ONE), painter.frame(ONE, QSizeF(AREA), QFont())
    x, colour = round(frame.x(0.3)), temperature_colour(LIGHT, 0.3, 0.8, 1.0)
    drawn = [y for y in range(AREA.height()) if image.pixelColor(x, y).rgb() == colour.rgb()]
    inside = [y for y in drawn if y < frame.passed.area.bottom()]
    assert min(inside) == pytest.approx(frame.passed.y(0.85), abs=2)
    assert max(inside) == pytest.approx(frame.passed.y(0.15), abs=2)


def test_diversity_has_a_panel_only_where_it_was_measured(painter: ChartPainter) -> None:
    bare = Chart((Series("A", (Point(0.3, 1, 2, 0.1, 0.9),)),), 0.8, 1.0)
    assert painter.frame(ONE, QSizeF(AREA), QFont()).diversity is not None
    assert painter.frame(bare, QSizeF(AREA), QFont()).diversity is None


@pytest.mark.parametrize("chart", [NOTHING, UNJUDGED, LONE, TWO], ids=["nothing", "unjudged", "lone", "two"])
@pytest.mark.parametrize("size", [QSize(600, 400), QSize(40, 30)], ids=["large", "tiny"])
def test_any_chart_can_be_painted(painter: ChartPainter, chart: Chart, size: QSize) -> None:
    image = QImage(size, QImage.Format.Format_RGB32)
    strokes = QPainter(image)
    painter.paint(strokes, chart, QSizeF(size), QFont(), marked=0.3)
    strokes.end()


def test_series_are_told_apart_without_colours() -> None:
    shapes = [shape_of(number) for number in range(4)]
    assert len({(shape.pointed, shape.hollow, shape.line) for shape in shapes}) == len(Shape)


def test_series_stand_beside_each_other(painter: ChartPainter) -> None:
    image, frame = painted(painter, TWO), painter.frame(TWO, QSizeF(AREA), QFont())
    colour = temperature_colour(LIGHT, 0.6, 0.8, 1.0)
    y = round(frame.passed.y(0.8))  # within both intervals
    row = [x for x in range(AREA.width()) if image.pixelColor(x, y).rgb() == colour.rgb()]
    assert min(row) < frame.x(0.6) < max(row)
    assert round(frame.x(0.6)) not in row


def test_the_summary_says_what_the_chart_shows(qapp: object) -> None:
    del qapp
    words = summary(TWO, Phrasebook("en"))
    assert "Temperature 0.9" in words
    assert "A: 2 of 4 right (the true rate is between 15 and 85 %, with 95 % confidence), diversity 0.40" in words
    assert words.count("B: ") == len(TWO.series[1].points)


def test_a_chart_without_judged_answers_speaks_of_diversity_alone(qapp: object) -> None:
    del qapp
    assert summary(UNJUDGED, Phrasebook("en")).endswith("\ndiversity 0.40")


def test_the_keys_go_from_temperature_to_temperature_and_choose_one(qtbot: QtBot) -> None:
    view = ChartView(say=Phrasebook("en"), theme=LIGHT)
    qtbot.addWidget(view)
    view.resize(AREA)
    view.show_chart(ONE)
    view.show()
    view.setFocus()
    chosen: list[float] = []
    view.chosen.connect(chosen.append)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Left):
        QTest.keyClick(view, key)
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert chosen == [0.6, 0.3]


def test_a_click_chooses_the_nearest_temperature(qtbot: QtBot) -> None:
    view = ChartView(say=Phrasebook("en"), theme=LIGHT)
    qtbot.addWidget(view)
    view.resize(AREA)
    view.show_chart(ONE)
    frame = view.painter.frame(ONE, QSizeF(view.size()), view.font())
    with qtbot.waitSignal(view.chosen) as told:
        at = frame.passed.area.center()
        at.setX(frame.x(0.9) - 4)
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert told.args == [0.9]


def test_the_chart_is_told_to_screen_readers(qtbot: QtBot) -> None:
    view = ChartView(say=Phrasebook("zh_CN"), theme=DARK)
    qtbot.addWidget(view)
    view.show_chart(ONE)
    assert view.accessibleDescription() == summary(ONE, Phrasebook("zh_CN"))


def test_the_svg_file_is_an_image_with_the_words_of_the_chart(painter: ChartPainter) -> None:
    document = svg_of(TWO, painter, QFont(), title="A measurement")
    renderer = QSvgRenderer(QByteArray(document))
    assert renderer.isValid()
    assert renderer.viewBox().size() == SIZE
    assert b"Right answers" in document
    assert b"A measurement" in document


def test_the_png_file_has_twice_the_pixels_of_the_screen(painter: ChartPainter) -> None:
    image = QImage.fromData(png_of(ONE, painter, QFont()))
    assert image.size() == SIZE * 2
    assert image.pixelColor(2, 2) == LIGHT.colour("surface")
