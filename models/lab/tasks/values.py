"""A task of the lab: what is asked and how the answers are checked."""

from enum import StrEnum

import msgspec

from models.errors import Text
from models.lab.tasks.check_values import Check


class Origin(StrEnum):
    """Where a task comes from."""

    BUILT_IN = "built_in"
    PUBLISHED = "published"  # from a published experiment
    OWN = "own"

    @property
    def text_id(self) -> str:
        """The id of the origin's label."""
        return f"lab.origin.{self.value}"


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One task: it can be stored with a run and read again (`msgspec.to_builtins`, `msgspec.convert`).

    `name` is what the user called an own task; tasks of the program have a text instead: see `label`. `language` is
    one of `models.texts.LANGUAGES`, `mode` the id of the mode that fits the task. `variant` is the seed that its
    numbers were made from; 0: the task as it is known.
    """

    id: str
    prompt: str
    check: Check
    language: str = "en"
    mode: str = "balanced"
    origin: Origin = Origin.OWN
    name: str = ""
    subject: str = ""
    variant: int = 0

    @property
    def label(self) -> Text:
        """The task's name as a text of the catalogues."""
        if self.origin is Origin.OWN:
            return Text("lab.task.own", {"name": self.name or self.id})
        if self.variant:
            return Text(f"lab.task.{self.subject}.variant", {"variant": self.variant})
        return Text(f"lab.task.{self.subject}")
