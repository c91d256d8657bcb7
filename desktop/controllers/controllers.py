"""All controllers of one window: the groups, and what one of them means for another."""

from PySide6.QtCore import QObject, Signal

from desktop.controllers.asking import Asking
from desktop.controllers.chats import Chats
from desktop.controllers.dialogs import Dialogs
from desktop.controllers.group import Backstage, Group, Stage
from desktop.controllers.messages import Messages
from desktop.controllers.models import Models
from desktop.theme import Theme
from desktop.window import Window
from models.errors import Text, UserError
from models.settings import Preferences, SettingsStore
from models.texts import Phrasebook


class Controllers(QObject):
    """Brings the parts of a window to life. They end with the window."""

    failed = Signal(UserError)
    notice = Signal(Text)

    def __init__(
        self,
        behind: Backstage,
        *,
        window: Window,
        say: Phrasebook,
        theme: Theme,
        store: SettingsStore,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        stage = Stage(window=window, say=say, theme=theme, store=store)
        self.chats = Chats(stage, behind, parent=self)
        self.asking = Asking(stage, behind, conversation=self.chats.conversation, parent=self)
        messages = Messages(stage, behind, conversation=self.chats.conversation, parent=self)
        self.models = Models(stage, behind, parent=self)
        self.dialogs = Dialogs(stage, behind, parent=self)
        self._groups: tuple[Group, ...] = (self.chats, self.asking, messages, self.models, self.dialogs)
        for group in self._groups:
            group.failed.connect(self.failed)
            group.notice.connect(self.notice)
        self.asking.attaching.model_found.connect(self.models.picking.open)
        self.chats.exchange.restore_requested.connect(messages.tree.bring_back)
        self.use_engine_as(preferences)

    def use_engine_as(self, preferences: Preferences) -> None:
        """Take what the user allows the engine to do."""
        self.asking.use_engine_as(preferences)
        self.models.pressure.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for group in self._groups:
            group.apply_theme(theme)

    def close(self) -> None:
        """Keep what is typed and end what runs: the window closes."""
        for group in self._groups:
            group.close()

    def close_down(self) -> None:
        """Wait for some seconds for what runs: the program ends."""
        for group in self._groups:
            group.close_down()
