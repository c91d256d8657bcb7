"""Taking pieces out of a conversation: code into a file of the user's, text into the next question."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.conversation import Composer, Transcript
from models.errors import UserError, user_error
from models.files import shown_name
from models.texts import Phrasebook


class ExcerptController(QObject):
    """Brings the transcript's wishes to save and to quote to life."""

    failed = Signal(UserError)

    def __init__(self, *, transcript: Transcript, composer: Composer, say: Phrasebook, window: QWidget) -> None:
        super().__init__(window)
        self._composer = composer
        self._say = say
        self._window = window
        self._folder: Path | None = None  # where the last file went
        transcript.save_requested.connect(self._on_save)
        transcript.quote_requested.connect(self._on_quote)

    def _on_save(self, name: str, text: str) -> None:
        dialog = QFileDialog(self._window, self._say("excerpt.save.title"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        if self._folder is not None:
            dialog.setDirectory(str(self._folder))
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self._save(Path(path), text))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _save(self, path: Path, text: str) -> None:
        self._folder = path.parent
        try:
            # What the model wrote may hold half of a surrogate pair, which no file can.
            path.write_text(f"{text}\n", "utf-8", errors="replace", newline="\n")
        except OSError as error:
            self.failed.emit(user_error("excerpt.not_saved", str(error), path=shown_name(path)))

    def _on_quote(self, markdown: str) -> None:
        quoted = with_quote("", markdown)
        if self._composer.tray.has_room_for(quoted):
            self._composer.propose(with_quote(self._composer.text, markdown))
        else:
            self._composer.tray.text_offered.emit(markdown.strip("\n"))


def with_quote(question: str, markdown: str) -> str:
    """Return a question with a text quoted after what is typed already, and room to go on below it."""
    quoted = "\n".join(f"> {line}".rstrip() for line in markdown.strip("\n").split("\n"))
    before = question.rstrip("\n")
    return f"{before}\n\n{quoted}\n\n" if before else f"{quoted}\n\n"
