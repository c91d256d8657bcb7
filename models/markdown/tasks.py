"""Tasks: list items whose text begins with `[ ]` or `[x]`."""

import re

from markdown_it.token import Token

_BOX = re.compile(r"\[([ xX])\][ \t\u00a0]+")


def take_task(following: list[Token]) -> bool | None:
    """Take the box from the text of a list item, whose first tokens are `following`.

    Returns whether the task is done, None where the item is no task.
    """
    if len(following) < 2 or following[0].type != "paragraph_open":  # noqa: PLR2004 - a paragraph and its text
        return None
    first = next(iter(following[1].children or ()), None)
    match = _BOX.match(following[1].content)  # the text itself may come from an escape
    if first is None or match is None or first.type != "text" or not first.content.startswith(match[0]):
        return None
    first.content = first.content[match.end() :]
    return match[1] != " "
