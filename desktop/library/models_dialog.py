"""The window of everything about models: getting them, those on this machine, whether they fit, the doctor."""

from enum import Enum
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.library.doctor_page import DoctorPage
from desktop.library.fitting import PlanPage
from desktop.library.getting import CataloguePage, DownloadsPage
from desktop.library.here import InstalledPage
from desktop.theme import Role, Theme, ToolButton, plain_label, set_role, with_text
from models.downloads import DownloadStatus
from models.texts import Phrasebook

_SIZE = QSize(880, 700)
_SMALLEST = QSize(560, 400)
_MARGIN = 24


class Page(Enum):
    """The pages, in the order of their tabs; the value is the end of the text's id."""

    CATALOGUE = "catalogue"
    DOWNLOADS = "downloads"
    INSTALLED = "installed"
    PLAN = "plan"
    DOCTOR = "doctor"


class ModelsDialog(QDialog):
    """Shows one page at a time. The pages tell what the user wants; what concerns several goes to each of them.

    `page_shown` tells of each page that comes to the front.
    """

    page_shown = Signal(Page)

    def __init__(self, *, say: Phrasebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.setWindowTitle(say("pages.title"))
        self.setMinimumSize(_SMALLEST)
        self.catalogue = CataloguePage(say=say, theme=theme, margin=_MARGIN)
        self.downloads = DownloadsPage(say=say, margin=_MARGIN)
        self.installed = InstalledPage(say=say, theme=theme, margin=_MARGIN)
        self.plan = PlanPage(say=say, theme=theme, margin=_MARGIN)
        self.doctor = DoctorPage(say=say, margin=_MARGIN)
        self.tabs = QTabBar()
        self._pages = QStackedWidget()
        self._problem = QFrame()
        self._sentence = plain_label(role=Role.DANGER)
        self._close = ToolButton("close", name=say("notice.close"), theme=theme)
        self._lay_out()
        self.tabs.currentChanged.connect(self._on_current_changed)
        self._close.clicked.connect(self._problem.hide)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(lambda step=step: self._turn(step))
        self._show_count()

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return tuple(Page)[self.tabs.currentIndex()]

    def show_page(self, page: Page) -> None:
        """Show a page."""
        self.tabs.setCurrentIndex(tuple(Page).index(page))

    def show_transfer(self, status: DownloadStatus) -> None:
        """Show how far a download is, wherever it is shown."""
        self.catalogue.show_transfer(status)
        self.downloads.show_transfer(status)
        self._show_count()

    def forget_transfer(self, transfer: str) -> None:
        """Show a download nowhere any more."""
        self.catalogue.forget_transfer(transfer)
        self.downloads.forget_transfer(transfer)
        self._show_count()

    def show_loaded(self, path: Path | None) -> None:
        """Mark the loaded model."""
        self.catalogue.show_loaded(path)
        self.installed.show_loaded(path)

    def show_problem(self, sentence: str) -> None:
        """Say what went wrong, above all pages, until it is closed."""
        self._sentence.setText(sentence)
        self._problem.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._close.apply_theme(theme)
        self.catalogue.apply_theme(theme)
        self.installed.apply_theme(theme)
        self.plan.apply_theme(theme)

    def sizeHint(self) -> QSize:
        """Ask for room that grows with the text, if the screen has it."""
        wanted = QSize(with_text(_SIZE.width(), self.font()), with_text(_SIZE.height(), self.font()))
        return wanted.boundedTo(self.screen().availableSize())

    def _lay_out(self) -> None:
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName(self._say("pages.title"))
        pages = (self.catalogue, self.downloads, self.installed, self.plan, self.doctor)
        for page, widget in zip(Page, pages, strict=True):
            self.tabs.addTab(self._say(f"pages.tab.{page.value}"))
            self._pages.addWidget(widget)
        problem = QHBoxLayout(self._problem)
        problem.setContentsMargins(_MARGIN, _MARGIN // 2, _MARGIN, 0)
        problem.addWidget(self._sentence, 1)
        problem.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._problem.hide()
        line = QFrame()
        set_role(line, Role.SEPARATOR)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(_MARGIN // 2, 0, _MARGIN // 2, 0)
        tabs.addWidget(self.tabs, 1)
        column.addLayout(tabs)
        column.addWidget(line)
        column.addWidget(self._problem)
        column.addWidget(self._pages, 1)
        self.tabs.setFocus()

    def _on_current_changed(self, index: int) -> None:
        self._pages.setCurrentIndex(index)
        self.page_shown.emit(tuple(Page)[index])

    def _turn(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    def _show_count(self) -> None:
        count = self.downloads.count
        text = self._say("pages.tab.downloads")
        place = tuple(Page).index(Page.DOWNLOADS)
        self.tabs.setTabText(place, f"{text} ({count})" if count else text)
