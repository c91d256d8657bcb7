"""Icons are tinted, sharp, and there for every mode."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage

from desktop.theme import icon
from models.catalog import Mode, modes
from models.resources import resource

PROGRAM = "tempera"  # the icon of the program itself: larger, in colours of its own
FILES = [file for file in sorted(resource("icons").glob("*.svg")) if file.stem != PROGRAM]
TINT = QColor("#c02040")
SOLID = 255
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_icon_is_drawn_on_the_grid_in_one_colour(file: Path) -> None:
    drawing = file.read_text("utf-8")
    assert 'viewBox="0 0 20 20"' in drawing
    assert set(re.findall(r'(?:stroke|fill)="(.+?)"', drawing)) <= {"currentColor", "none"}
    picture = _image(icon(file.stem, TINT), size=48)
    pixels = (picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height()))
    assert {pixel.rgb() for pixel in pixels if pixel.alpha() == SOLID} == {TINT.rgb()}


@pytest.mark.parametrize("mode", modes(), ids=lambda mode: mode.id)
def test_every_mode_has_an_icon_of_its_own(mode: Mode) -> None:
    assert [one.icon for one in modes()].count(mode.icon) == 1
    assert mode.icon in {file.stem for file in FILES}


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_an_icon_has_the_pixels_of_the_screen(ratio: float) -> None:
    picture = icon("send", TINT).pixmap(QSize(20, 20), ratio)
    assert picture.size() == QSize(20, 20) * ratio
    assert picture.devicePixelRatio() == ratio


def test_a_disabled_icon_is_paler() -> None:
    usual, disabled = (_image(icon("stop", TINT), mode) for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled))
    assert 0 < disabled.pixelColor(10, 10).alpha() < usual.pixelColor(10, 10).alpha()


def test_the_same_icon_is_drawn_once() -> None:
    assert icon("copy", TINT).cacheKey() == icon("copy", QColor(TINT)).cacheKey()
    assert icon("copy", TINT).cacheKey() != icon("copy", QColor("#000000")).cacheKey()


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon", TINT)


def _image(drawn: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal, *, size: int = 20) -> QImage:
    return drawn.pixmap(QSize(size, size), 1.0, mode).toImage().convertToFormat(QImage.Format.Format_ARGB32)
