"""In which languages the chosen tasks are measured, and with how many different numbers."""

from enum import Enum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QSpinBox

from desktop.settings import Segments
from desktop.theme import with_text
from models.lab import MOST_VARIANTS, Task, versions
from models.texts import Phrasebook

_NUMBER = 140


class Languages(Enum):
    """The languages of the tasks, as `models.texts.LANGUAGES` has them."""

    ENGLISH = ("en",)
    CHINESE = ("zh_CN",)
    BOTH = ("en", "zh_CN")


class VersionsChoice(QObject):
    """Chooses the versions of tasks with two fields, `languages` and `variants`; `edited` tells of each change."""

    edited = Signal()

    def __init__(self, *, say: Phrasebook, parent: QObject) -> None:
        super().__init__(parent)
        words = (
            (Languages.ENGLISH, say("choice.language.en")),
            (Languages.CHINESE, say("choice.language.zh_CN")),
            (Languages.BOTH, say("lab.form.languages.both")),
        )
        self.languages = Segments(words, name=say("lab.form.languages"))
        self.languages.show_value(Languages((say.language,)))
        self.variants = QSpinBox()
        self.variants.setAccessibleName(say("lab.form.variants"))
        self.variants.setAccessibleDescription(say("lab.form.variants.help"))
        self.variants.setRange(1, MOST_VARIANTS)
        self.variants.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.variants.setMaximumWidth(with_text(_NUMBER, self.variants.font()))
        self.languages.chosen.connect(self.edited)
        self.variants.valueChanged.connect(self.edited)

    def of(self, tasks: tuple[Task, ...]) -> tuple[Task, ...]:
        """Return the chosen versions of tasks."""
        languages: tuple[str, ...] = self.languages.current().value
        return tuple(one for task in tasks for one in versions(task, languages, self.variants.value()))
