"""What the model is told of a question that files are attached to."""

import re
from collections.abc import Iterable

from models.history.values import Attachment

_TICKS = re.compile(r"`{3,}")
_ENDING = re.compile(r"\.([0-9A-Za-z+#]{1,12})$")
_SHORTEST_FENCE = 3


def told_text(question: str, files: Iterable[Attachment]) -> str:
    """Return the files, each with its name and in a fence, and the question after them.

    A fence is longer than any run of backticks inside, so that no file can end it early.
    """
    parts = [_fenced(file) for file in files]
    if question.strip() or not parts:
        parts.append(question)
    return "\n\n".join(parts)


def _fenced(file: Attachment) -> str:
    longest = max((len(run) for run in _TICKS.findall(file.text)), default=_SHORTEST_FENCE - 1)
    fence = "`" * (longest + 1)
    ending = _ENDING.search(file.name)
    line_end = "" if file.text.endswith("\n") else "\n"
    return f"{file.name}:\n{fence}{ending[1].lower() if ending else ''}\n{file.text}{line_end}{fence}"
