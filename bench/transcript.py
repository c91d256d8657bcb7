"""What the transcript costs: opening, scrolling, and drawing an answer at 300 tokens a second.

Run by `python -m bench.transcript`; the figures of docs/decisions/0001-transcript-surface.md come from it.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from desktop.conversation.transcript import FooterView, MessageView, Transcript
from desktop.theme import DARK, LIGHT, dress
from models.engine import Channel, Role
from models.texts import Phrasebook

TOKENS_PER_SECOND = 300
SECONDS = 6
TOKEN = 4  # characters
SIZES = (1_000, 10_000)
LENGTHS = (0, 200_000)  # characters of the answer before it goes on
WIDTH, HEIGHT = 900, 700

PARAGRAPH = "The quick **brown** fox jumps over `code` and [a link](https://a.example) while it thinks. " * 6 + "\n\n"
CODE = "```python\n" + "def f(x):\n    return x + 1  # comment\n" * 6 + "```\n\n"
LIST = "".join(f"{number}. item number {number} with *text* and more words\n" for number in range(20)) + "\n"
TABLE = "| a | b |\n|---|---|\n" + "| 1 | some text |\n" * 8 + "\n"
CHINESE = "温度控制采样的随机性，数值越低回答越稳定。" * 8 + "\n\n"
ANSWER = PARAGRAPH * 3 + CODE + LIST + TABLE + CHINESE
FOOTER = FooterView("Maths", "0.55", 0.46, "312 tokens · 27 tokens/s · end")


def main() -> None:
    """Print the figures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    dress(application, LIGHT)
    for size in SIZES:
        _open(size)
    for length in LENGTHS:
        _stream(length)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


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


def _open(size: int) -> None:
    transcript, area = _shown()
    views = list(_messages(size))
    memory = _memory()

    def painted(change: Callable[[], None]) -> float:
        """Return the time of a change and of painting everything after it."""
        began = time.perf_counter()
        change()
        area.viewport().repaint()
        return 1000 * (time.perf_counter() - began)

    def scroll() -> None:
        area.verticalScrollBar().setValue(area.verticalScrollBar().value() - 144)

    opening = painted(lambda: transcript.set_messages(views))
    painting = median(painted(area.viewport().update) for _ in range(30))
    steps = sorted(painted(scroll) for _ in range(100))
    resizing = median(painted(partial(transcript.resize, width, HEIGHT)) for width in range(880, 600, -20))
    theming = painted(lambda: transcript.apply_theme(DARK))
    selecting = painted(transcript.select_all)
    _say(
        f"{size:6,} messages: open {opening:.0f} ms, +{_memory() - memory:.0f} MB; paint all {painting:.1f} ms;"
        f" scroll {steps[50]:.1f} ms (99 %: {steps[98]:.1f}); resize {resizing:.1f} ms; theme {theming:.0f} ms;"
        f" select all {selecting:.1f} ms, its source {_milliseconds(transcript.selected_text):.0f} ms"
    )
    transcript.close()


def _stream(length: int) -> None:
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
    ending = _milliseconds(lambda: transcript.end_stream(final))
    _say(
        f"{TOKENS_PER_SECOND} tokens/s after {length:,} characters: {share:.0%} of a core;"
        f" event loop: 99 % under {gaps[int(len(gaps) * 0.99)]:.1f} ms, longest {gaps[-1]:.1f} ms; end {ending:.1f} ms"
    )
    transcript.close()


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


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)


def _memory() -> float:
    """Return the process's resident memory in MB, 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0.0
    return next(int(line.split()[1]) / 1024 for line in status.read_text("ascii").splitlines() if "VmRSS" in line)


if __name__ == "__main__":
    main()
