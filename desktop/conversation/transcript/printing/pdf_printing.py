"""Writing messages as a PDF file, a little at a time, so that the window goes on."""

import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QIODevice, QObject, QRectF, QSaveFile, QTimer, Signal

from desktop.conversation.transcript.controls import Control, ControlKind
from desktop.conversation.transcript.formula import Typesetter
from desktop.conversation.transcript.highlight import Highlighter
from desktop.conversation.transcript.layout import (
    MESSAGE_GAP,
    Ink,
    MessageLayout,
    Slot,
    State,
    Surroundings,
    make_box,
)
from desktop.conversation.transcript.look import MARGIN, Look
from desktop.conversation.transcript.printing.cuts import Span, cuts_between, pieces, spans_of
from desktop.conversation.transcript.printing.paper import COLUMN, Paper
from desktop.conversation.transcript.printing.printed_message import PrintChoice, PrintedMessage
from desktop.conversation.transcript.printing.printed_pictures import PrintedPictures
from desktop.conversation.transcript.printing.scaled_box import ScaledBox
from desktop.conversation.transcript.view import MessageView, Say
from desktop.theme import LIGHT
from models.errors import UserError, user_error

_VIEWPORT: Final = COLUMN + 2 * MARGIN
_SLICE_SECONDS: Final = 0.008
_WAIT_MS: Final = 10
_SLICE_HEIGHT: Final = 1500.0


class PdfPrinting(QObject):
    """Begins with `start`; ends with `finished`, `failed`, or nothing after `cancel`. Deletes itself.

    The file is there when it is whole; an older one stays as it was until then.
    """

    progress = Signal(int, int)  # messages done, of how many
    finished = Signal()
    failed = Signal(UserError)

    def __init__(
        self,
        path: Path,
        messages: Sequence[MessageView],
        *,
        title: str,
        when: str,
        choice: PrintChoice,
        say: Say,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._messages = messages
        self._choice = choice
        self._say = say
        self._highlighter = Highlighter()
        self._typesetter = Typesetter()
        self._typesetter.pictures = PrintedPictures()
        self._around = Surroundings(Look(LIGHT), say, self._highlighter, self._typesetter)
        self._file = QSaveFile(str(path))
        self._make_paper = partial(Paper, self._file, title=title, when=when, look=self._around.look, say=say)
        self._paper: Paper | None = None
        self._steps = self._print()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_time)

    def start(self) -> None:
        """Begin. Raises UserError where the file cannot be written."""
        if not self._file.open(QIODevice.OpenModeFlag.WriteOnly):
            raise self._not_written()
        self._paper = self._make_paper()
        self._timer.start(0)

    def cancel(self) -> None:
        """Stop; what is written so far is thrown away."""
        self._file.cancelWriting()
        self._end()

    def _on_time(self) -> None:
        until = time.monotonic() + _SLICE_SECONDS
        for waits in self._steps:
            self._timer.setInterval(_WAIT_MS if waits else 0)
            if waits or time.monotonic() >= until:
                return
        self._end()
        if self._file.commit():
            self.finished.emit()
        else:
            self.failed.emit(self._not_written())

    def _end(self) -> None:
        self._timer.stop()
        if self._paper is not None:
            self._paper.end()
        self._highlighter.close()
        self._typesetter.close()
        self.deleteLater()

    def _not_written(self) -> UserError:
        details = self._file.errorString()
        return user_error("exchange.not_written", details, folder=str(self._path.parent))

    def _print(self) -> Iterator[bool]:
        """Yield after each small piece of work; True where it waits for a thread."""
        for number, view in enumerate(self._messages, start=1):
            message = PrintedMessage(view, self._choice, self._say("transcript.image"))
            for _ in message.read():
                yield False
            layout = MessageLayout(message, self._around, _VIEWPORT)
            yield from self._lay_out(layout)
            if not self._typesetter.is_idle:
                yield from self._until_set()
                layout = MessageLayout(message, self._around, _VIEWPORT)  # with the formulas in their places
                yield from self._lay_out(layout)
            yield from self._shrink(layout, message)
            for block in message.code():
                while self._highlighter.marks(block.text, block.language) is None:
                    yield True
            spans: list[Span] = []
            for some in spans_of(layout):
                spans += some
                yield False
            yield from self._place(layout, spans)
            self.progress.emit(number, len(self._messages))

    def _until_set(self) -> Iterator[bool]:
        while not self._typesetter.is_idle:
            yield True

    def _lay_out(self, layout: MessageLayout) -> Iterator[bool]:
        top = 0.0
        while top < layout.height:
            layout.lay_out(top, top + _SLICE_HEIGHT)
            top += _SLICE_HEIGHT
            yield False
        for number, slot in enumerate(layout.slots):
            while slot.box is not None and slot.box.is_unfinished:
                slot.box.go_on()
                layout.replace_box(number, slot.box)
                yield False

    def _shrink(self, layout: MessageLayout, message: PrintedMessage) -> Iterator[bool]:
        """Make what is wider than the page smaller."""
        for number, slot in enumerate(layout.slots):
            if slot.box is not None and slot.block is not None and slot.box.overflow > 0.0:
                whole = slot.width + slot.box.overflow
                view = partial(message.code_view, slot.section, slot.index)
                wide = make_box(slot.block, self._around, whole, slot.section, slot.index, view)
                while wide.is_unfinished:
                    wide.go_on()
                    yield False
                layout.replace_box(number, ScaledBox(wide, slot.width, whole))
                yield False

    def _place(self, layout: MessageLayout, spans: list[Span]) -> Iterator[bool]:
        paper = self._paper
        if paper is None:
            return
        height = layout.height - MESSAGE_GAP
        for number, piece in enumerate(pieces(cuts_between(spans), height, paper.room, paper.full_page)):
            if number:
                paper.turn()
            if piece.bottom > piece.top:
                self._paint(paper, layout, piece)
                yield False
        paper.y += MESSAGE_GAP

    def _paint(self, paper: Paper, layout: MessageLayout, piece: Span) -> None:
        painter, height = paper.painter, piece.bottom - piece.top
        painter.save()
        painter.translate(paper.left - MARGIN, paper.y - piece.top)
        clip = QRectF(0.0, piece.top, _VIEWPORT, height)
        painter.setClipRect(clip)
        layout.paint(painter, clip.adjusted(0.0, 0.5, 0.0, -0.5), _ink)
        painter.restore()
        paper.y += height


def _ink(slot: Slot) -> Ink:  # noqa: ARG001 - nothing is selected on paper
    return Ink(None, _state)


def _state(control: Control) -> State:
    return State.REST if control.kind is ControlKind.RECORD else State.HIDDEN
