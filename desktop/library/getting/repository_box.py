"""Any other repository of the hub: its name is typed, its files are listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.library.fit import Fit
from desktop.library.getting.file_row import FileRow
from desktop.library.getting.offer import FileOffer
from desktop.theme import Role, Theme, plain_label, set_role, text_button
from models.downloads import DownloadStatus
from models.texts import Phrasebook

_GAP = 8
_LONGEST_NAME = 200


@dataclass(frozen=True)
class ListedOffer:
    """A file of a repository by its own name, and what is offered of it."""

    name: str
    offer: FileOffer


class RepositoryBox(QWidget):
    """Asks for a repository and shows what it holds; the rows tell as a `FileRow` does."""

    list_requested = Signal(str)
    get_requested = Signal(str)
    use_requested = Signal(Path)
    pause_requested = Signal(str)
    resume_requested = Signal(str)
    cancel_requested = Signal(str)

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._rows: dict[str, FileRow] = {}
        self._name = QLineEdit()
        self._name.setMaxLength(_LONGEST_NAME)
        self._name.setPlaceholderText(say("pages.repository.placeholder"))
        self._name.setAccessibleName(say("pages.repository"))
        self._list = text_button(say("pages.repository.list"))
        self._state = plain_label(role=Role.HINT)
        self._lay_out()
        self._name.returnPressed.connect(self._on_list)
        self._list.clicked.connect(self._on_list)
        self.show_sentence(say("pages.repository.help"))

    def show_listing(self, files: Sequence[ListedOffer], *, about: str) -> None:
        """Show the files of a repository, and a sentence about it."""
        self._clear()
        for listed in files:
            row = FileRow(listed.offer, name=listed.name, say=self._say, theme=self._theme)
            row.get_requested.connect(self.get_requested)
            row.use_requested.connect(self.use_requested)
            row.pause_requested.connect(self.pause_requested)
            row.resume_requested.connect(self.resume_requested)
            row.cancel_requested.connect(self.cancel_requested)
            self._column.addWidget(row)
            self._rows[row.id] = row
        self._list.setEnabled(True)
        self.show_sentence(about)

    def show_busy(self, repository: str) -> None:
        """Show that a repository is being looked at."""
        self._clear()
        self._list.setEnabled(False)
        self.show_sentence(self._say("pages.repository.busy", repository=repository))

    def show_problem(self, sentence: str) -> None:
        """Say why nothing can be listed."""
        self._clear()
        self._list.setEnabled(True)
        self.show_sentence(sentence, problem=True)

    def show_sentence(self, sentence: str, *, problem: bool = False) -> None:
        """Show a sentence below the name."""
        set_role(self._state, Role.DANGER if problem else Role.HINT)
        self._state.setText(sentence)

    def show_fit(self, file: str, fit: Fit | None) -> None:
        """Show how well one of the files fits."""
        if file in self._rows:
            self._rows[file].show_fit(fit)

    def show_here(self, file: str, path: Path | None) -> None:
        """Show that one of the files is on this machine, or no longer."""
        if file in self._rows:
            self._rows[file].show_here(path)

    def show_transfer(self, status: DownloadStatus) -> None:
        """Show how far the download of one of the files is."""
        if status.request.id in self._rows:
            self._rows[status.request.id].show_transfer(status)

    def forget_transfer(self, file: str) -> None:
        """Show no download of a file any more."""
        if file in self._rows:
            self._rows[file].show_transfer(None)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for row in self._rows.values():
            row.apply_theme(theme)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        row.addWidget(self._name, 1)
        row.addWidget(self._list)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        heading = plain_label(self._say("pages.repository"), Role.HEADING)
        heading.setBuddy(self._name)
        column.addWidget(heading)
        column.addLayout(row)
        column.addWidget(self._state)

    def _clear(self) -> None:
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows.clear()

    def _on_list(self) -> None:
        name = self._name.text().strip()
        if name and self._list.isEnabled():
            self.list_requested.emit(name)
