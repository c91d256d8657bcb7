"""Printing conversations as PDF files, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, Signal

from desktop.control.attaching import attachment_views
from desktop.control.footer import footer_of, note_of
from desktop.conversation import MessageView, PdfPrinting, PrintChoice
from desktop.exchange import Target
from models.errors import UserError
from models.exchange import Exported, file_stem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.exchange import ExportWish
    from models.history import History, Message
    from models.texts import Phrasebook


class PdfFiles(QObject):
    """Prints one conversation to the file `path`, or several into the folder `path`, under names of their titles.

    `progress` counts the messages of the file that is being printed. Files that are in the folder are never replaced.
    """

    progress = Signal(int, int)
    finished = Signal(Exported)
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        history: History,
        conversations: tuple[int, ...],
        wish: ExportWish,
        path: Path,
        say: Phrasebook,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._history = history
        self._waiting = list(conversations)
        self._alone = len(conversations) == 1
        self._choice = PrintChoice(thinking=wish.thinking, records=wish.records)
        self._path = path
        self._say = say
        self._printing: PdfPrinting | None = None
        self._count = len(conversations)
        self._bytes = 0

    def start(self) -> None:
        """Begin with the first, or go on with the next."""
        conversation = self._waiting.pop(0)
        try:
            found = self._history.conversations.get(conversation)
            messages = [printed_view(one, self._say) for one in self._history.messages.thread(conversation)]
            path = self._path if self._alone else _free(self._path, file_stem(found.title))
            printing = self._printing = PdfPrinting(
                path,
                messages,
                title=found.title or self._say("sidebar.untitled"),
                when=_day(found.last_used_ms, self._say),
                choice=self._choice,
                say=self._say,
                parent=self,
            )
            printing.progress.connect(self.progress)
            printing.finished.connect(lambda: self._on_finished(path))
            printing.failed.connect(self._on_failed)
            printing.start()
        except UserError as error:
            self._on_failed(error)

    def cancel(self) -> None:
        """Stop; the file that is being printed is thrown away."""
        if self._printing is not None:
            self._printing.cancel()
            self._printing = None
        self.deleteLater()

    def _on_finished(self, path: Path) -> None:
        self._printing = None
        self._bytes += path.stat().st_size
        if self._waiting:
            self.start()
            return
        self.finished.emit(Exported(self._path, self._count, self._bytes))
        self.deleteLater()

    def _on_failed(self, error: UserError) -> None:
        self._printing = None
        self.failed.emit(error)
        self.deleteLater()


def printed_view(message: Message, say: Phrasebook) -> MessageView:
    """Return a message as it is printed."""
    return MessageView(
        id=message.id,
        role=message.role,
        text=message.content,
        thinking=message.thinking or "",
        thinking_seconds=message.thinking_seconds,
        note=note_of(message, say=say),
        footer=footer_of(message, say=say),
        attachments=attachment_views(message, say),
    )


def _free(folder: Path, stem: str) -> Path:
    """Return a name in a folder that is not taken."""

    def names() -> Iterator[Path]:
        yield folder / (stem + Target.PDF.ending)
        number = 1
        while True:
            number += 1
            yield folder / f"{stem} ({number}){Target.PDF.ending}"

    return next(path for path in names() if not path.exists())


def _day(when_ms: int, say: Phrasebook) -> str:
    moment = QDateTime.fromMSecsSinceEpoch(when_ms)
    return QLocale(say.language).toString(moment.date(), QLocale.FormatType.LongFormat)
