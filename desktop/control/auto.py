"""Auto: the mode follows the question while it is typed."""

from PySide6.QtCore import QObject, QTimer

from desktop.control.conversation import ConversationController
from desktop.control.sampling_choice import SamplingChoice
from desktop.conversation import Composer

_REST_MS = 150
"""After the last key; shorter than the pause after which the engine computes the draft ahead, which thus has it."""


class AutoController(QObject):
    """Lets the choice go by the text in the composer, which takes a few milliseconds whatever its length."""

    def __init__(self, *, choice: SamplingChoice, conversation: ConversationController, composer: Composer) -> None:
        super().__init__(composer)
        self._choice = choice
        self._composer = composer
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._follow)
        composer.edited.connect(self._on_edited)
        composer.draft_changed.connect(self._follow)  # also where a question was sent
        conversation.shown.connect(self._follow)
        choice.chosen.connect(self._follow)  # Auto may be on again

    def _on_edited(self) -> None:
        if self._choice.is_auto:
            self._rest.start()

    def _follow(self) -> None:
        self._rest.stop()
        self._choice.follow(self._composer.text)
