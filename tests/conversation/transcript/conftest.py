"""A transcript in a window, and ways to use it as a person would."""

from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import MessageView, Transcript
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Section
from desktop.conversation.transcript.selection import Position
from desktop.conversation.transcript.stage import Stage
from desktop.conversation.transcript.surface import Surface
from desktop.theme import LIGHT
from models.texts import Phrasebook

WIDTH, HEIGHT = 900, 600


class Open(Protocol):
    """Opens a transcript with messages."""

    def __call__(self, *messages: MessageView, width: int = WIDTH, height: int = HEIGHT) -> "Opened":
        """Show the messages in a window of a size."""
        ...


class Opened:
    """A transcript on screen, with its inner parts at hand."""

    def __init__(self, transcript: Transcript) -> None:
        self.transcript = transcript
        surface = transcript.findChild(Surface)
        assert isinstance(surface, Surface)
        self.surface: Surface = surface
        self.stage: Stage = surface.stage

    def point(self, message: int, block: int, offset: int, section: Section = Section.ANSWER) -> QPoint:
        """Return where on the viewport a character of a message begins."""
        rect = self.stage.caret.rect(Position(message, section, block, offset))
        assert rect is not None
        y = rect.center().y() - self.stage.reading.scroll
        return QPointF(rect.x() + 1.0, y).toPoint()

    def centre(self, target: Target) -> QPoint:
        """Return the middle of a control on the viewport."""
        rect = self.stage.rect(target)
        assert not rect.isEmpty()
        return rect.translated(0.0, -self.stage.reading.scroll).center().toPoint()

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Drag the mouse from one point to another."""
        viewport, left = self.surface.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(viewport, left, pos=start)
        for step in range(1, 5):
            QTest.mouseMove(viewport, start + (end - start) * (step / 4))
        QTest.mouseMove(viewport, end)
        QTest.mouseRelease(viewport, left, pos=end)

    def click(self, point: QPoint, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Click at a point."""
        QTest.mouseClick(self.surface.viewport(), Qt.MouseButton.LeftButton, modifiers, point)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key."""
        QTest.keyClick(self.surface, key, modifiers)

    def copied(self) -> str:
        """Press Ctrl+C and return what is on the clipboard then."""
        QGuiApplication.clipboard().clear()
        self.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        return QGuiApplication.clipboard().text()

    def wait_for_formulas(self, qtbot: QtBot) -> None:
        """Wait until every formula that was laid out is set."""
        qtbot.waitUntil(lambda: self.stage.flow.around.typesetter.is_idle, timeout=60_000)

    def picture(self) -> QImage:
        """Return what is on screen."""
        return self.surface.viewport().grab().toImage()

    def scroll_to(self, y: float) -> None:
        """Scroll as the reader would."""
        self.surface.verticalScrollBar().setValue(round(y))


@pytest.fixture
def say() -> Phrasebook:
    """The English texts."""
    return Phrasebook("en")


@pytest.fixture
def opened(qtbot: QtBot, say: Phrasebook) -> Iterator[Open]:
    """Open a transcript with the given messages."""
    kept: list[Transcript] = []  # as a window would: what nobody holds may be collected in the middle of a slot

    def open_transcript(*messages: MessageView, width: int = WIDTH, height: int = HEIGHT) -> Opened:
        transcript = Transcript(say=say, theme=LIGHT)
        kept.append(transcript)
        qtbot.addWidget(transcript)
        transcript.resize(width, height)
        transcript.set_messages(messages)
        with qtbot.waitExposed(transcript):
            transcript.show()
        transcript.activateWindow()
        transcript.setFocus()
        return Opened(transcript)

    yield open_transcript
    kept.clear()


Colours = Callable[[QImage], set[str]]


@pytest.fixture
def colours() -> Colours:
    """Return the colours of a picture, by name."""

    def colours_of(picture: QImage) -> set[str]:
        pixels = picture.convertToFormat(QImage.Format.Format_RGB32)
        return {f"#{pixel & 0xFFFFFF:06x}" for pixel in set(memoryview(pixels.constBits()).cast("I"))}

    return colours_of
