"""The surface alone, without history and window: the figures of docs/decisions/0001-transcript-surface.md."""

import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from statistics import median

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from bench.transcript.measuring import milliseconds, resident
from bench.transcript.samples import ANSWER, CODE, PARAGRAPH
from desktop.application import Application
from desktop.conversation.transcript import FooterView, MessageView, Transcript
from desktop.theme import DARK, LIGHT, dress
from models.engine import Channel, Role
from models.texts import Phrasebook

TOKENS_PER_SECOND = 300
SECONDS = 6
TOKEN = 4  # characters
WIDTH, HEIGHT = 900, 700

FOOTER = FooterView("Maths", "0.55", 0.46, "312 tokens · 27 tokens/s · end")
_applications: list[QApplication] = []


def _dress() -> None:
    application = Application(sys.argv[:1])
    application.collector.start()
    dress(application, LIGHT)
    _applications.append(application)  # it ends with the process


def _messages(size: int) -> Iterator[MessageView]:
    for number in range(size):
        text = f"{number}. " + PARAGRAPH * 6 + CODE
        role = Role.ASSISTANT if number % 2 else Role.USER
        yield MessageView(number, role, text, footer=FOOTER if number % 2 else None)


def _shown() -> tuple[Transcript, QAbstractScrollArea]:
    transcript = Transcript(say=Phrasebook("en"), theme=LIGHT)
    transcript.resize(WIDTH, HEIGHT)
    transcript.show()
    QCoreApplication.processEvents()
    area = transcript.findChild(QAbstractScrollArea)
    if not isinstance(area, QAbstractScrollArea):
        raise TypeError("the transcript does not scroll")
    return transcript, area


def opening(size: int) -> str:
    """Show so many messages, scroll, and draw them anew in other widths and colours."""
    _dress()
    transcript, area = _shown()
    views = list(_messages(size))
    memory = resident()

    def painted(change: Callable[[], None]) -> float:
        """Return the time of a change and of painting everything after it."""
        began = time.perf_counter()
        change()
        area.viewport().repaint()
        return 1000 * (time.perf_counter() - began)

    def scroll() -> None:
        area.verticalScrollBar().setValue(area.verticalScrollBar().value() - 144)

    shown = painted(lambda: transcript.set_messages(views))
    painting = median(painted(area.viewport().update) for _ in range(30))
    steps = sorted(painted(scroll) for _ in range(100))
    resizing = median(painted(partial(transcript.resize, width, HEIGHT)) for width in range(880, 600, -20))
    theming = painted(lambda: transcript.apply_theme(DARK))
    selecting = painted(transcript.select_all)
    line = (
        f"surface, {size:,} messages: open {shown:.0f} ms, +{resident() - memory:.0f} MB;"
        f" paint all {painting:.1f} ms; scroll {steps[50]:.1f} ms (99 %: {steps[98]:.1f});"
        f" resize {resizing:.1f} ms; theme {theming:.0f} ms;"
        f" select all {selecting:.1f} ms, its source {milliseconds(transcript.selected_text):.0f} ms"
    )
    transcript.close()
    return line


def growing(length: int) -> str:
    """Let an answer that has so many characters already grow."""
    _dress()
    transcript, _ = _shown()
    transcript.set_messages(_messages(50))
    before = (ANSWER * (length // len(ANSWER) + 1))[:length]
    transcript.append_message(MessageView(10**6, Role.ASSISTANT, before, streaming=True))
    transcript.begin_stream(10**6)
    transcript.jump_to_latest()
    feeder = _Feeder(transcript, ANSWER * (SECONDS * TOKENS_PER_SECOND * TOKEN // len(ANSWER) * 2 + 2))
    share = _run(feeder)  # alone: the watch below costs time of its own
    gaps = _watched(feeder)
    final = MessageView(10**6, Role.ASSISTANT, before + feeder.text[: feeder.fed * TOKEN], footer=FOOTER)
    ending = milliseconds(lambda: transcript.end_stream(final))
    line = (
        f"surface, {TOKENS_PER_SECOND} tokens/s after {length:,} characters: {share:.0%} of a core;"
        f" event loop: 99 % under {gaps[int(len(gaps) * 0.99)]:.1f} ms, longest {gaps[-1]:.1f} ms; end {ending:.1f} ms"
    )
    transcript.close()
    return line


class _Feeder:
    """Feeds tokens at a steady rate, as the engine would."""

    def __init__(self, transcript: Transcript, text: str) -> None:
        self.text = text
        self.fed = 0
        self._transcript = transcript
        self._began = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1000 // TOKENS_PER_SECOND)
        self._timer.timeout.connect(self._on_time)

    def start(self) -> None:
        self._began = time.perf_counter() - self.fed / TOKENS_PER_SECOND
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _on_time(self) -> None:
        due = int((time.perf_counter() - self._began) * TOKENS_PER_SECOND)
        while self.fed < due:
            start = self.fed * TOKEN
            self._transcript.feed(10**6, Channel.ANSWER, self.text[start : start + TOKEN])
            self.fed += 1


def _run(feeder: _Feeder) -> float:
    """Feed for a while and return the process's share of one core."""
    loop = QEventLoop()
    QTimer.singleShot(1000 * SECONDS, loop.quit)
    before = time.process_time()
    feeder.start()
    loop.exec()
    feeder.stop()
    return (time.process_time() - before) / SECONDS


def _watched(feeder: _Feeder) -> list[float]:
    """Feed for a while and return the times between two turns of the event loop, in milliseconds, sorted."""
    gaps: list[float] = []
    last = time.perf_counter()

    def turn() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps.append(1000 * (now - last))
        last = now

    watch = QTimer()
    watch.setTimerType(Qt.TimerType.PreciseTimer)
    watch.setInterval(1)
    watch.timeout.connect(turn)
    watch.start()
    _run(feeder)
    watch.stop()
    return sorted(gaps)
