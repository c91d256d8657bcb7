"""The button with what can be done with the conversation on screen, with all of them, and about the program."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from desktop.theme import Role, Theme, ToolButton, set_role
from models.texts import Phrasebook

EXPORT_KEYS = "Ctrl+Shift+E"
ABOUT_KEYS = "F1"


class MenuButton(ToolButton):
    """Opens a menu. What concerns one conversation is offered only while there is one.

    `opening` comes before the menu does: the time to say by `show_deleted` whether anything can be restored.
    """

    export_requested = Signal()
    branch_requested = Signal()
    archive_requested = Signal()
    restore_requested = Signal()  # the message that was deleted last
    opening = Signal()
    export_all_requested = Signal()
    import_requested = Signal()
    about_requested = Signal()

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__("more", name=say("exchange.menu"), theme=theme)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_role(self, Role.SMALL)
        menu = QMenu(self)
        export = menu.addAction(say("exchange.menu.export"), self.export_requested.emit)
        export.setShortcut(QKeySequence(EXPORT_KEYS))
        self._of_one: list[QAction] = [
            export,
            menu.addAction(say("exchange.menu.branch"), self.branch_requested.emit),
            menu.addAction(say("exchange.menu.archive"), self.archive_requested.emit),
        ]
        self._restore = menu.addAction(say("exchange.menu.restore"), self.restore_requested.emit)
        menu.addSeparator()
        menu.addAction(say("exchange.menu.export_all"), self.export_all_requested.emit)
        menu.addAction(say("exchange.menu.import"), self.import_requested.emit)
        menu.addSeparator()
        about = menu.addAction(say("about.open"), self.about_requested.emit)
        about.setShortcut(QKeySequence(ABOUT_KEYS))
        menu.aboutToShow.connect(self.opening)
        self.setMenu(menu)
        self.addActions([export, about])  # their keys work wherever the focus is
        self.show_conversation(there=False)
        self.show_deleted(there=False)

    def show_conversation(self, *, there: bool) -> None:
        """Say whether there is a conversation on screen."""
        for action in self._of_one:
            action.setEnabled(there)

    def show_deleted(self, *, there: bool) -> None:
        """Say whether messages of the conversation on screen were deleted."""
        self._restore.setEnabled(there)
