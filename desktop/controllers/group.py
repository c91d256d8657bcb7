"""What a group of controllers is, and what its parts are made of."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop.control import Answering, Downloading, EngineBridge, ModelLoading, RunningSweep, SamplingChoice
from desktop.theme import Theme
from desktop.window import Window
from models.errors import Text, UserError
from models.files import ChecksumCache
from models.history import History
from models.paths import Paths
from models.settings import SettingsStore
from models.texts import Phrasebook

if TYPE_CHECKING:
    from desktop.notices import NoticeBar


@dataclass(frozen=True)
class Backstage:
    """What outlives a window: history, engine, answer, model and downloads, and where their files are."""

    history: History
    bridge: EngineBridge
    answering: Answering
    loading: ModelLoading
    choice: SamplingChoice
    downloading: Downloading
    lab: RunningSweep
    checksums: ChecksumCache
    paths: Paths


@dataclass(frozen=True)
class Stage:
    """A window, and the words, the colours and the settings that it was built with."""

    window: Window
    say: Phrasebook
    theme: Theme
    store: SettingsStore

    def notices(self) -> "NoticeBar":
        """Return the bar of notices, which is made when it is first asked for."""
        return self.window.notices


class Group(QObject):
    """Controllers that serve one part of the window. They end with `parent`.

    A group makes its controllers of the stage and of what is behind it, hands each just what it needs, and connects
    them. Whoever has it calls all three methods, whatever the group does there.
    """

    failed = Signal(UserError)
    notice = Signal(Text)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme, where something does not take them from the window."""

    def close(self) -> None:
        """Keep what is typed and end what runs: the window closes."""

    def close_down(self) -> None:
        """Wait for some seconds for what runs: the program ends."""


def open_link(address: str) -> None:
    """Open the address of a link in an answer, in the system's browser."""
    QDesktopServices.openUrl(QUrl(address))
