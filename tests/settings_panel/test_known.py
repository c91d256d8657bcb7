"""What is known about a temperature is told at the slider: by mouse, by key, and to screen readers."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from desktop.settings.help_button import HelpButton
from desktop.settings.known import known_at
from desktop.settings.temperature_slider import TemperatureSlider
from desktop.settings.temperature_track import TemperatureTrack
from desktop.settings.track_painter import position_of
from desktop.theme import LIGHT
from models.catalog import Band, Point, family
from models.sampling import MeasuredBand, SamplingSettings, preset
from models.settings import declarations
from models.texts import LANGUAGES, Phrasebook

CODE = preset("code", family("r1"))
MEASURED = replace(
    CODE,
    measured=MeasuredBand(
        model="r1",
        mode="code",
        band=Band(0.6, 0.7),
        best=0.7,
        points=(Point(0.6, 17, 20), Point(0.7, 18, 20)),
        tasks=2,
        when="2026-05-31",
    ),
)


@pytest.fixture
def slider(qtbot: QtBot, say: Phrasebook) -> TemperatureSlider:
    made = TemperatureSlider(declarations(SamplingSettings)[0], say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.resize(320, 240)
    made.show()
    return made


def track(slider: TemperatureSlider) -> TemperatureTrack:
    return slider.findChildren(TemperatureTrack)[0]


def take_measured(slider: TemperatureSlider) -> QPushButton | None:
    shown = [button for button in slider.findChildren(QPushButton) if "measured here" in button.text()]
    return next((button for button in shown if button.isVisible()), None)


def test_published_runs_are_told_with_their_number(say: Phrasebook) -> None:
    rule, published = known_at(say, 0.8, CODE)
    assert published == "Published: 4 of 5 runs passed at 0.8, with one task."
    assert rule.startswith("From 0.8 on")
    assert "3–5 runs" in rule


def test_runs_on_this_machine_are_told_too(say: Phrasebook) -> None:
    sentences = known_at(say, 0.6, MEASURED)
    assert [sentence.partition(":")[0] for sentence in sentences[1:]] == ["Published", "Measured here"]
    assert "17 of 20 passed at 0.6 (2 tasks, 2026-05-31)" in sentences[-1]


def test_where_nothing_was_run_that_is_told(say: Phrasebook) -> None:
    assert known_at(say, 0.45, MEASURED)[-1] == "No runs are known at 0.45."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_temperature_has_something_to_tell(language: str) -> None:
    book = Phrasebook(language)
    for hundredths in range(0, 201, 5):
        assert all(known_at(book, hundredths / 100, MEASURED))


def test_the_mouse_over_the_track_tells_of_the_temperature_below_it(slider: TemperatureSlider) -> None:
    slider.show_value(0.55, CODE)
    below = track(slider)
    place = QPoint(round(position_of(below, 0.8, highest=2.0)), 20)
    QApplication.sendEvent(below, QHelpEvent(QEvent.Type.ToolTip, place, below.mapToGlobal(place)))
    assert "4 of 5 runs passed at 0.8" in QToolTip.text()
    QToolTip.hideText()


def test_the_help_beside_the_slider_tells_of_the_temperature_that_is_set(slider: TemperatureSlider) -> None:
    slider.show_value(0.55, CODE)
    help_button = slider.findChildren(HelpButton)[-1]
    track(slider).setFocus()
    QTest.keyClick(track(slider), Qt.Key.Key_Right)
    assert "5 of 5 runs passed at 0.6" in help_button.accessibleDescription()
    assert "5 of 5 runs passed at 0.6" in track(slider).accessibleDescription()


def test_the_measured_band_stands_beside_the_published_one(slider: TemperatureSlider) -> None:
    slider.show_value(0.55, CODE)
    assert take_measured(slider) is None
    plain = track(slider).grab().toImage()
    slider.show_value(0.55, MEASURED)
    assert "measured here 0.6–0.7" in track(slider).accessibleDescription()
    assert track(slider).grab().toImage() != plain


def test_the_best_that_was_measured_is_taken_by_one_click(slider: TemperatureSlider, qtbot: QtBot) -> None:
    slider.show_value(0.55, MEASURED)
    button = take_measured(slider)
    assert button is not None
    with qtbot.waitSignal(slider.edited) as told:
        button.click()
    assert told.args == ["temperature", pytest.approx(0.7)]
    assert take_measured(slider) is None
