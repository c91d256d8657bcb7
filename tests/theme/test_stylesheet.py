"""The style sheet is whole, parses, and follows theme and text size."""

import re

import pytest
from PySide6.QtCore import QFile
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.theme import DARK, LIGHT, Role, Theme, dress, palette, set_role, stylesheet
from models.resources import resource

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


@THEMES
def test_every_name_is_filled_in(theme: Theme) -> None:
    sheet = stylesheet(theme)
    assert "$" not in sheet
    assert sheet.count("{") == sheet.count("}")


@THEMES
def test_every_colour_of_the_sheet_belongs_to_the_theme(theme: Theme) -> None:
    template = resource("themes", "window.qss").read_text("utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", template) == []
    assert theme.window in stylesheet(theme)


@THEMES
def test_every_picture_exists(theme: Theme) -> None:
    pictures = re.findall(r'url\("(.+?)"\)', stylesheet(theme))
    assert len(pictures) >= 5
    assert [name for name in pictures if not QFile.exists(name)] == []


@THEMES
@pytest.mark.parametrize(
    ("picture", "colour"),
    [("check", "on_accent"), ("dot", "on_accent"), ("mark", "text"), ("up", "muted"), ("down", "muted")],
)
def test_pictures_are_drawn_in_the_colours_of_their_theme(theme: Theme, picture: str, colour: str) -> None:
    drawing = resource("themes", theme.name, f"{picture}.svg").read_text("utf-8")
    assert set(re.findall(r"#[0-9a-f]{6}", drawing)) == {getattr(theme, colour)}


@THEMES
def test_qt_takes_the_sheet_without_complaint(theme: Theme, qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setStyleSheet(stylesheet(theme))  # a warning of Qt's parser would fail the test
    widget.ensurePolished()
    assert "QPushButton" in widget.styleSheet()


def test_larger_text_makes_larger_controls(qtbot: QtBot, dressed: QApplication) -> None:
    heights = []
    for scale in (1.0, 1.5):
        dress(dressed, LIGHT, font_scale=scale)
        button = QPushButton("Tempera")
        qtbot.addWidget(button)
        heights.append(button.sizeHint().height())
        assert button.font().pixelSize() == round(14 * scale)
    assert heights[1] > heights[0]


def test_a_label_takes_the_colour_of_its_role_also_after_it_was_shown(qtbot: QtBot, dressed: QApplication) -> None:
    dress(dressed, LIGHT)
    label = QLabel("Careful")
    qtbot.addWidget(label)
    set_role(label, Role.HINT)
    label.ensurePolished()
    assert _text_colour(label) == LIGHT.muted
    set_role(label, Role.DANGER)
    assert _text_colour(label) == LIGHT.danger


def test_disabled_texts_are_faint() -> None:
    colours = palette(DARK)
    assert colours.color(QPalette.ColorGroup.Active, QPalette.ColorRole.WindowText).name() == DARK.text
    assert colours.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText).name() == DARK.faint
    assert colours.color(QPalette.ColorRole.Highlight).name() == DARK.selection


def _text_colour(label: QLabel) -> str:
    return label.palette().color(label.foregroundRole()).name()
