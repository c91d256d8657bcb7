"""The two kinds of error: `UserError` is for the user, with a text in every language; all others are bugs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FieldValue = str | int | float


@dataclass(frozen=True)
class Text:
    """A text a user can meet: an id in the text catalogues (`resources/texts`) and the values of its fields."""

    id: str
    fields: Mapping[str, FieldValue] = field(default_factory=dict)


class UserError(Exception):
    """Something the user can understand and act on: what happened and what to do, never a stack trace.

    `text` is phrased by the window or the command in the user's language; `details` is untranslated technical
    text for those who ask (a log line of llama.cpp, an exit code), empty where there is none.
    """

    def __init__(self, text: Text, details: str = "") -> None:
        super().__init__(text.id, dict(text.fields), details)
        self.text = text
        self.details = details


def user_error(text_id: str, details: str = "", **fields: FieldValue) -> UserError:
    """Make a `UserError` from a text id and the values of its fields."""
    return UserError(Text(text_id, fields), details)


def bug_error(bug: Exception) -> UserError:
    """Make the `UserError` by which the user hears of a bug at the edge of a thread; the log has the whole of it."""
    return user_error("engine.bug", f"{type(bug).__name__}: {bug}")
