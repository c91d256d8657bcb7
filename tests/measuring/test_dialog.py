"""The page shows what it is told, and tells what is pressed."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from desktop.bench import BenchDialog
from desktop.bench.bar import Bar
from desktop.theme import DARK, LIGHT, dress
from models.bench import Part, Step
from models.texts import LANGUAGES, Phrasebook
from tests.bench.reports import full_report, least_report
from tests.settings_panel.finding import button, child
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


@pytest.fixture(params=LANGUAGES)
def say(request: pytest.FixtureRequest) -> Phrasebook:
    return Phrasebook(request.param)


@pytest.fixture
def dialog(qtbot: QtBot, qapp: QApplication, say: Phrasebook) -> BenchDialog:
    dress(qapp, LIGHT)
    made = BenchDialog(model="A <b>model</b>", say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.show()
    return made


def texts(dialog: BenchDialog) -> list[str]:
    QApplication.processEvents()  # what was added is shown
    return [label.text() for label in dialog.findChildren(QLabel) if not label.isHidden()]


def test_start_tells_the_folder_and_becomes_stop(dialog: BenchDialog, say: Phrasebook) -> None:
    started, stopped = Told(dialog.start_requested), Told(dialog.stop_requested)
    dialog.show_folder(Path("programs"))
    press = button(dialog, say("measure.start"))
    press.click()
    dialog.show_started()
    assert press.text() == say("measure.stop")
    assert not button(dialog, say("measure.folder")).isEnabled()
    press.click()
    dialog.show_ended("over")
    assert press.text() == say("measure.start")
    assert "over" in texts(dialog)
    assert (started.all, len(stopped.all)) == ([Path("programs")], 1)


def test_without_the_programs_there_is_no_folder(dialog: BenchDialog, say: Phrasebook) -> None:
    started = Told(dialog.start_requested)
    dialog.show_folder(Path("programs"))
    button(dialog, say("measure.folder.drop")).click()
    button(dialog, say("measure.start")).click()
    assert started.all == [None]


def test_closing_stops_what_runs_and_only_that(dialog: BenchDialog) -> None:
    stopped = Told(dialog.stop_requested)
    dialog.show_started()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(stopped.all) == 1
    dialog.show_ended("over")
    dialog.show()
    dialog.reject()
    assert len(stopped.all) == 1


def test_progress_grows_from_step_to_step(dialog: BenchDialog) -> None:
    dialog.show_started()
    progress, seen = child(dialog, QProgressBar), []
    for part in Part:
        for number in (1, 2):
            dialog.show_step(Step(part, number, 2))
            seen.append(progress.value())
    assert seen == sorted(set(seen))
    assert seen[-1] < progress.maximum()


def test_every_figure_has_bars_and_words(dialog: BenchDialog, say: Phrasebook) -> None:
    dialog.show_started()
    dialog.show_report(least_report())
    dialog.show_report(full_report())  # what is measured so far grows
    shown = texts(dialog)
    assert shown.count(say("bench.figure.decode")) == 1
    assert {say(f"bench.beside.{name}") for name in ("bench", "server", "highlevel", "computed", "free")} <= set(shown)
    assert "0.98 ×" in shown
    assert "≥ 0.95 × ✗" in shown
    bars = [bar for bar in dialog.findChildren(Bar) if bar.isVisibleTo(dialog)]
    assert len(bars) == 19  # all figures but the overhead, which stands beside nothing


def test_a_longer_bar_is_more(dialog: BenchDialog) -> None:
    dialog.show_started()
    dialog.show_report(full_report())
    dialog.resize(700, 700)
    QApplication.processEvents()
    bars = [bar for bar in dialog.findChildren(Bar) if bar.isVisibleTo(dialog)][:4]  # writing: 27.5, 28, 26, 22
    filled = [_filled(bar) for bar in bars]
    assert filled[1] > filled[0] > filled[2] > filled[3] > 0


def test_the_report_is_copied_as_json(dialog: BenchDialog, say: Phrasebook) -> None:
    copy = button(dialog, say("measure.copy"))
    assert not copy.isEnabled()
    dialog.show_report(full_report())
    copy.click()
    assert json.loads(QApplication.clipboard().text()) == full_report().to_flat()


def test_names_of_models_and_folders_are_shown_as_they_are(dialog: BenchDialog) -> None:
    dialog.show_folder(Path("<i>programs</i>"))
    assert any("<b>model</b>" in text for text in texts(dialog))
    labels = dialog.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels if label.text())


def test_it_fits_into_a_small_window_with_large_text(qapp: QApplication, dialog: BenchDialog) -> None:
    dress(qapp, DARK, font_scale=1.4)
    dialog.apply_theme(DARK)
    dialog.show_started()
    dialog.show_report(full_report())
    dialog.resize(640, 480)
    QApplication.processEvents()
    buttons = [one for one in dialog.findChildren(QPushButton) if one.isVisible()]
    assert all(dialog.rect().contains(one.geometry()) for one in buttons if one.parentWidget() is dialog)
    dress(qapp, LIGHT)


def _filled(bar: Bar) -> int:
    image = bar.grab().toImage()
    middle, empty = image.height() // 2, LIGHT.colour("hover")
    return sum(image.pixelColor(x, middle) != empty for x in range(image.width()))
