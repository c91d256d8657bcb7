"""What becomes of files that are dropped, pasted or chosen, and of long texts: read, counted, and shown when opened."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.control.attaching.drafts import attachments_of, next_number
from desktop.control.background import Background
from desktop.control.bridge import EngineBridge
from desktop.control.loading import ModelLoading
from desktop.conversation import Composer, DraftFile, FileDialog, Transcript, file_detail
from models.attachments import TextFile, is_model, pasted_name, read_text_file
from models.errors import UserError, user_error
from models.files import shown_name
from models.history import History, storable, told_text
from models.texts import Phrasebook

_MOST_FILES: Final = 20


class AttachController(QObject):
    """Fills the composer's tray. A dropped language model is signalled: it is loaded, not attached."""

    model_found = Signal(Path)
    failed = Signal(UserError)

    def __init__(
        self,
        *,
        composer: Composer,
        transcript: Transcript,
        history: History,
        bridge: EngineBridge,
        loading: ModelLoading,
        say: Phrasebook,
    ) -> None:
        super().__init__(composer)
        self._composer = composer
        self._tray = composer.tray
        self._history = history
        self._bridge = bridge
        self._loading = loading
        self._say = say
        self._folder = Path.home()
        self._background = Background(self)
        self.destroyed.connect(self._background.stop)
        composer.attach.clicked.connect(self._on_choose)
        self._tray.paths_offered.connect(self.offer)
        self._tray.text_offered.connect(self._on_text_offered)
        self._tray.opened.connect(self._on_opened)
        self._tray.changed.connect(self._count)
        self._tray.shown.connect(self._count)
        transcript.attachment_requested.connect(self._on_attachment_requested)
        loading.loaded.connect(self._on_loaded)
        bridge.counted.connect(self._on_counted)

    def offer(self, paths: Sequence[Path]) -> None:
        """Attach files, or say why one cannot be; a single one that is a model is signalled instead."""
        if len(paths) == 1 and is_model(paths[0]):
            self.model_found.emit(paths[0])
            return
        free = _MOST_FILES - len(self._tray.files)
        if len(paths) > free:
            self.failed.emit(user_error("error.attachment.too_many", count=_MOST_FILES))
        for path in paths[: max(free, 0)]:
            self._read(path)

    def _read(self, path: Path) -> None:
        number = next_number()
        self._tray.put(DraftFile(number, shown_name(path)))

        def failed(error: UserError) -> None:
            self._tray.drop(number)
            self.failed.emit(error)

        self._background.run(
            lambda: read_text_file(path), lambda file: self._on_read(number, file), failed, name="attachment"
        )

    def _on_read(self, number: int, file: TextFile) -> None:
        here = {one.number: one for one in self._tray.files}
        if number not in here:
            return  # removed meanwhile
        if any((one.name, one.text) == (file.name, file.text) for one in here.values()):
            self._tray.drop(number)  # it is attached already
        else:
            self._tray.put(replace(here[number], text=file.text, size=file.size))

    def _on_choose(self) -> None:
        dialog = QFileDialog(self._composer.window(), self._say("composer.attach.title"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setDirectory(str(self._folder))
        dialog.filesSelected.connect(self._on_chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_chosen(self, files: list[str]) -> None:
        paths = tuple(map(Path, files))
        self._folder = paths[0].parent
        self.offer(paths)

    def _on_text_offered(self, text: str) -> None:
        text = storable(text)
        if len(self._tray.files) >= _MOST_FILES:
            if self._tray.has_room_for(text):
                self._tray.text_wanted.emit(text)
            else:
                self.failed.emit(user_error("error.attachment.too_many", count=_MOST_FILES))
            return
        name = pasted_name(text, self._say("composer.file.pasted"), {file.name for file in self._tray.files})
        self._tray.put(DraftFile(next_number(), name, text, len(text.encode()), pasted=True))

    def _on_loaded(self) -> None:
        for file in self._tray.files:  # another model counts otherwise
            self._tray.put(replace(file, tokens=None))
        self._count()

    def _count(self) -> None:
        if self._loading.current is None:
            return
        for file in self._tray.files:
            if file.text is not None and file.tokens is None:
                told = told_text("", attachments_of((file,)))
                self._bridge.count_tokens(-file.number, told, kept=True)

    def _on_counted(self, number: int, tokens: int | None) -> None:
        for file in self._tray.files:
            if file.number == -number and file.tokens != tokens:
                self._tray.put(replace(file, tokens=tokens))

    def _on_opened(self, number: int) -> None:
        for file in self._tray.files:
            if file.number == number and file.text is not None:
                self._show(file.name, file.text, file.detail(self._say), lambda: self._tray.put_as_text(number))

    def _on_attachment_requested(self, message: int, number: int) -> None:
        try:
            infos = self._history.messages.get(message).attachments
            found = self._history.messages.attachment(infos[number].id)
        except UserError as error:
            self.failed.emit(error)
        else:
            detail = file_detail(characters=len(found.text), tokens=None, say=self._say)
            self._show(found.name, found.text, detail, None)

    def _show(self, name: str, text: str, detail: str, as_text: Callable[[], None] | None) -> None:
        dialog = FileDialog(name, text, detail=detail, say=self._say, parent=self._composer.window())
        if as_text is not None:
            dialog.offer_as_text(as_text)
        dialog.open()
