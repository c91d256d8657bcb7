"""What no error was meant for becomes a report that the user can read and copy."""

import logging
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.crash import CrashReporter
from desktop.crash_dialog import CrashDialog
from models.texts import Phrasebook
from models.version import program_version
from tests.settings_panel.finding import child


def test_a_report_says_of_which_program_in_which_package_it_is(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    reporter = CrashReporter(tmp_path, say=Phrasebook("en"))
    fault = ZeroDivisionError("by nothing")
    sys.excepthook(type(fault), fault, None)
    reporter.close()
    dialog = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashDialog))
    qtbot.addWidget(dialog)
    report = child(dialog, QPlainTextEdit).toPlainText()
    assert report.strip() == next(tmp_path.glob("crash-*.txt")).read_text("utf-8").strip()
    assert f"Tempera {program_version()}, Python" in report
    assert "package: source" in report
    assert "ZeroDivisionError: by nothing" in report
    assert [record.levelname for record in caplog.records] == ["CRITICAL"]
    caplog.clear()
    dialog.close()


def test_a_fault_with_half_a_character_is_reported_too(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL + 1)  # what is caught of the log must be text that can be sent to who asked
    reporter = CrashReporter(tmp_path, say=Phrasebook("en"))
    fault = ZeroDivisionError("a file named \udcff")
    sys.excepthook(type(fault), fault, None)
    reporter.close()
    dialog = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, CrashDialog))
    qtbot.addWidget(dialog)
    assert r"a file named \udcff" in next(tmp_path.glob("crash-*.txt")).read_text("utf-8")
    assert r"a file named \udcff" in child(dialog, QPlainTextEdit).toPlainText()
    dialog.close()


def test_a_report_that_was_closed_leaves_nothing_in_the_window(
    tmp_path: Path, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL + 1)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    reporter = CrashReporter(tmp_path, say=Phrasebook("en"))
    for _ in range(2):  # the next one is shown too
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        fault = ZeroDivisionError("by nothing")
        sys.excepthook(type(fault), fault, None)
        child(window, CrashDialog).close()
        qtbot.waitUntil(lambda: not window.findChildren(CrashDialog))
    reporter.close()
