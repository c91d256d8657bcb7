"""The real window on a history of the measurement's own: opening a long conversation, streaming into it, finding."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractScrollArea

from bench.transcript.measuring import Watch, milliseconds, resident, settle, turns_until
from bench.transcript.samples import ANSWER, NEEDLE, filled
from desktop.app import Parts, Program
from models.engine import Channel
from models.history import History
from models.paths import Paths
from models.settings import SettingsStore
from models.texts import Phrasebook

TOKENS_PER_SECOND = 300
TOKEN = 4  # characters
_SECONDS = 6
_SAVED_EVERY_MS = 1000
_WIDTH, _HEIGHT = 1180, 780


def opening(messages: int) -> str:
    """Open a conversation of so many messages as a click in the list does, to the first paint."""
    with _window(messages) as (parts, conversation):
        area = _area(parts)
        before = resident()

        def opened() -> None:
            parts.shell.conversation.open(conversation)
            area.viewport().repaint()

        first = milliseconds(opened)
        settle(0.3)
        memory = resident() - before
        again = sorted(milliseconds(opened) for _ in range(5))[2]
        bar = area.verticalScrollBar()

        def scrolled() -> None:
            bar.setValue(bar.value() - 144)
            area.viewport().repaint()

        steps = sorted(milliseconds(scrolled) for _ in range(200))
        settle(0.3)
        return (
            f"{messages:,} messages: first paint {first:.0f} ms (again {again:.0f} ms), +{memory:.0f} MB,"
            f" process {resident():.0f} MB; a step of scrolling {steps[100]:.1f} ms (99 %: {steps[198]:.1f})"
        )


def streaming(messages: int) -> str:
    """Let an answer grow at a steady rate in a conversation of so many messages; it is saved every second."""
    with _window(messages) as (parts, conversation):
        parts.shell.conversation.open(conversation)
        question = parts.history.messages.ask(conversation, "Go on.")
        answer = parts.history.messages.begin_answer(question)
        parts.shell.conversation.open(conversation)
        parts.shell.window.transcript.begin_stream(answer)
        settle(0.5)
        feeder = _Feeder(parts, answer)
        before = time.process_time()
        feeder.start()
        settle(_SECONDS)
        share = (time.process_time() - before) / _SECONDS  # alone: the watch below costs time of its own
        watch = Watch()
        settle(_SECONDS)
        gaps = watch.gaps()
        feeder.stop()
        late = sum(gap > 50.0 for gap in gaps)  # noqa: PLR2004 - the limit, in milliseconds
        return (
            f"{TOKENS_PER_SECOND} tokens/s into {messages:,} messages: {share:.0%} of a core; event loop: 99 % under"
            f" {gaps[int(len(gaps) * 0.99)]:.1f} ms, longest {gaps[-1]:.1f} ms, {late} over 50 ms"
        )


def finding(messages: int) -> str:
    """Find a text in a conversation of so many messages."""
    with _window(messages) as (parts, conversation):
        parts.shell.conversation.open(conversation)
        settle(0.3)
        finder = parts.shell.window.transcript.finder
        lines = []
        for query in (NEEDLE, "absent", "temperature"):
            began = time.perf_counter()
            finder.look_for(query)
            turns = turns_until(lambda: finder.state.number > 0 or not finder.state.searching)
            first = 1000 * (time.perf_counter() - began)
            longest = max(turns, turns_until(lambda: not finder.state.searching))
            whole = 1000 * (time.perf_counter() - began)
            count = finder.state.count
            lines.append(
                f"{query}: {count:,} hits, first {first:.0f} ms, all {whole:.0f} ms, turns up to {longest:.0f} ms"
            )
        return f"find in {messages:,} messages: " + "; ".join(lines)


def searching(messages: int) -> str:
    """Search the whole history for words."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        path = Path(home) / "history.sqlite"
        filled(path, messages=messages, conversations=messages // 100)
        with History.open(path) as history:
            catching_up = milliseconds(lambda: _catch_up(history))
            lines = []
            for query in (NEEDLE, "温", "quick fox", '"quick brown"', "temper", "absent"):
                times = sorted(milliseconds(partial(history.search.find, query)) for _ in range(7))
                lines.append(f"{query}: {times[3]:.1f} ms ({len(history.search.find(query))})")
    return f"search in {messages:,} messages (indexed in {catching_up / 1000:.1f} s): " + "; ".join(lines)


def _catch_up(history: History) -> None:
    while history.search.catch_up(50):
        pass


@contextmanager
def _window(messages: int) -> Iterator[tuple[Parts, int]]:
    """Open the window on a history with one conversation."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as home:
        paths = Paths(Path(home))
        (conversation,) = filled(paths.history, messages=messages)
        program = Program(paths=paths, store=SettingsStore(paths.settings), say=Phrasebook("en"))
        parts = program.open(None)
        parts.shell.window.resize(_WIDTH, _HEIGHT)
        settle(0.5)
        try:
            yield parts, conversation
        finally:
            program.close()


def _area(parts: Parts) -> QAbstractScrollArea:
    area = parts.shell.window.transcript.findChild(QAbstractScrollArea)
    if not isinstance(area, QAbstractScrollArea):
        raise TypeError("the transcript does not scroll")
    return area


class _Feeder:
    """Feeds tokens at a steady rate, as the engine would, and saves the answer as the window does."""

    def __init__(self, parts: Parts, answer: int) -> None:
        self._parts = parts
        self._answer = answer
        self._text = ANSWER * (2 * _SECONDS * TOKENS_PER_SECOND * TOKEN // len(ANSWER) * 2 + 2)
        self._fed = 0
        self._began = 0.0
        self._tokens = QTimer()
        self._tokens.setTimerType(Qt.TimerType.PreciseTimer)
        self._tokens.setInterval(1000 // TOKENS_PER_SECOND)
        self._tokens.timeout.connect(self._on_tokens)
        self._saves = QTimer()
        self._saves.setInterval(_SAVED_EVERY_MS)
        self._saves.timeout.connect(self._on_save)

    def start(self) -> None:
        self._began = time.perf_counter()
        self._tokens.start()
        self._saves.start()

    def stop(self) -> None:
        self._tokens.stop()
        self._saves.stop()

    def _on_tokens(self) -> None:
        due = int((time.perf_counter() - self._began) * TOKENS_PER_SECOND)
        while self._fed < due:
            token = self._text[self._fed * TOKEN : (self._fed + 1) * TOKEN]
            self._parts.shell.window.transcript.feed(self._answer, Channel.ANSWER, token)
            self._fed += 1

    def _on_save(self) -> None:
        text = self._text[: self._fed * TOKEN]
        self._parts.history.messages.update_answer(self._answer, content=text, thinking=None)
