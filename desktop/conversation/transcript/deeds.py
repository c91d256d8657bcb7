"""What can be done with a whole message by menu and by key."""

from enum import Enum

from desktop.conversation.transcript.view import MessageView


class Deed(Enum):
    """Something that is done with a message; `key` does it while the message has the focus."""

    EDIT = ("edit", "E")
    REGENERATE = ("regenerate", "R")
    SEVERAL = ("several", "T")  # three other answers, to choose from
    CONTINUE = ("continue", "C")
    BRANCH = ("branch", "B")
    DELETE = ("delete", "Del")

    def __init__(self, name: str, key: str) -> None:
        self.text_id = f"transcript.{name}"
        self.key = key


def deeds_of(view: MessageView) -> tuple[Deed, ...]:
    """Return what can be done with a message now; nothing while it is being written."""
    if view.streaming or view.bare:
        return ()
    if view.locked:
        return (Deed.BRANCH,)
    if not view.is_answer:
        return (Deed.EDIT, Deed.BRANCH, Deed.DELETE)
    goes_on = (Deed.CONTINUE,) if view.can_continue else ()
    return (Deed.EDIT, Deed.REGENERATE, Deed.SEVERAL, *goes_on, Deed.BRANCH, Deed.DELETE)
