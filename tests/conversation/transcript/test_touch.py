"""The transcript by finger: taps, scrolling that goes on, long presses and handles."""

import itertools
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QGuiApplication, QInputDevice, QPointingDevice
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.handles import handle_points
from desktop.conversation.transcript.input import touch
from tests.conversation.transcript.conftest import Open, Opened
from tests.conversation.transcript.samples import PARAGRAPH, answer, conversation, question


@pytest.fixture(scope="module")
def device() -> QPointingDevice:
    """A touch screen."""
    return QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)


class Finger:
    """One finger on the viewport."""

    def __init__(self, screen: Opened, device: QPointingDevice) -> None:
        self._viewport = screen.surface.viewport()
        self._device = device

    def press(self, point: QPoint) -> None:
        QTest.touchEvent(self._viewport, self._device).press(0, point, self._viewport)

    def move(self, point: QPoint) -> None:
        QTest.touchEvent(self._viewport, self._device).move(0, point, self._viewport)

    def lift(self, point: QPoint) -> None:
        QTest.touchEvent(self._viewport, self._device).release(0, point, self._viewport)
        QCoreApplication.processEvents()  # touches wait for a turn of the event loop

    def drag(self, start: QPoint, end: QPoint) -> None:
        self.press(start)
        for step in range(1, 6):
            self.move(start + (end - start) * (step / 5))


def test_tap_activates_a_control(opened: Open, device: QPointingDevice) -> None:
    screen = opened(answer(1, "```\nx\n```\n"), width=700)  # the offscreen display is narrower than 900 pixels
    QGuiApplication.clipboard().clear()
    finger = Finger(screen, device)
    point = screen.centre(Target(1, Control(ControlKind.COPY_CODE, Section.ANSWER, 0)))
    finger.press(point)
    finger.lift(point)
    assert QGuiApplication.clipboard().text() == "x"


def test_drag_scrolls_with_the_finger_and_selects_nothing(opened: Open, device: QPointingDevice) -> None:
    screen = opened(*conversation(30))
    screen.scroll_to(500)
    before = screen.point(3, 0, 0)
    finger = Finger(screen, device)
    finger.drag(QPoint(300, 400), QPoint(300, 250))
    assert before.y() - screen.point(3, 0, 0).y() == 150
    assert screen.transcript.selected_text() == ""


def test_flick_goes_on_until_a_finger_stops_it(
    opened: Open, device: QPointingDevice, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = itertools.count()  # a hundredth of a second each: on a busy machine this finger would come to rest
    monkeypatch.setattr(touch, "time", SimpleNamespace(monotonic=lambda: next(ticks) / 100))
    screen = opened(*conversation(60))
    screen.scroll_to(500)
    finger = Finger(screen, device)
    finger.drag(QPoint(300, 400), QPoint(300, 250))
    dragged = screen.stage.reading.scroll
    finger.lift(QPoint(300, 250))
    qtbot.waitUntil(lambda: screen.stage.reading.scroll > dragged + 40)
    finger.press(QPoint(300, 300))
    stopped = screen.stage.reading.scroll
    qtbot.wait(60)
    assert screen.stage.reading.scroll == stopped
    finger.lift(QPoint(300, 300))


def test_long_press_selects_a_word_and_a_drag_goes_on_from_it(
    opened: Open, device: QPointingDevice, qtbot: QtBot
) -> None:
    screen = opened(question(1, "Alpha beta gamma delta"))
    finger = Finger(screen, device)
    finger.press(screen.point(1, 0, 7))
    qtbot.waitUntil(lambda: screen.transcript.selected_text() == "beta")
    finger.move(screen.point(1, 0, 16))
    finger.lift(screen.point(1, 0, 16))
    assert screen.transcript.selected_text() == "beta gamma"


def test_handles_move_either_end(opened: Open, device: QPointingDevice, qtbot: QtBot) -> None:
    screen = opened(question(1, "Alpha beta gamma delta"))
    finger = Finger(screen, device)
    finger.press(screen.point(1, 0, 7))
    qtbot.waitUntil(lambda: screen.transcript.selected_text() == "beta")
    finger.lift(screen.point(1, 0, 7))
    without = screen.picture()
    handles = {end.offset: place.toPoint() for end, place in handle_points(screen.stage)}
    assert sorted(handles) == [6, 10]
    finger.press(handles[6])
    finger.move(screen.point(1, 0, 0))
    finger.lift(screen.point(1, 0, 0))
    assert screen.transcript.selected_text() == "Alpha beta"
    assert screen.picture() != without
    screen.click(screen.point(1, 0, 3))
    assert handle_points(screen.stage) == []


def test_tap_beside_controls_takes_the_selection_away(opened: Open, device: QPointingDevice, qtbot: QtBot) -> None:
    screen = opened(question(1, "Alpha beta gamma delta"))
    finger = Finger(screen, device)
    finger.press(screen.point(1, 0, 7))
    qtbot.waitUntil(lambda: screen.transcript.selected_text() == "beta")
    finger.lift(screen.point(1, 0, 7))
    finger.press(screen.point(1, 0, 20))
    finger.lift(screen.point(1, 0, 20))
    assert screen.transcript.selected_text() == ""


def test_end_dragged_to_the_edge_scrolls(opened: Open, device: QPointingDevice, qtbot: QtBot) -> None:
    screen = opened(*(answer(number, PARAGRAPH * 3) for number in range(12)))
    screen.scroll_to(0)
    finger = Finger(screen, device)
    start = screen.point(0, 0, 7)
    finger.press(start)
    qtbot.waitUntil(lambda: screen.transcript.selected_text() != "")
    edge = QPoint(start.x(), screen.surface.viewport().height() - 4)
    finger.move(edge)
    qtbot.waitUntil(lambda: screen.stage.reading.scroll > 200)
    finger.lift(edge)
    assert len(screen.transcript.selected_text()) > 500


def test_wide_code_slides_under_the_finger(opened: Open, device: QPointingDevice) -> None:
    screen = opened(answer(1, "```\n" + "x" * 500 + "\n```\n"), *conversation(12)[2:])
    screen.scroll_to(0)
    finger = Finger(screen, device)
    start = screen.point(1, 0, 50)
    finger.drag(start, start - QPoint(100, 0))
    finger.lift(start - QPoint(100, 0))
    layout = screen.stage.item(1).layout
    assert layout is not None
    assert layout.slots[0].box is not None
    assert layout.slots[0].box.scroll_x == 100
    assert screen.stage.reading.scroll == 0
