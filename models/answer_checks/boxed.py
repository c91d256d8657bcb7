r"""Finding a result in `\boxed{}`."""

import re

_OPENING = re.compile(r"\\f?boxed\s*\{")
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)


def has_box(text: str) -> bool:
    r"""Say whether there is a `\boxed{}` that is closed and not empty."""
    box = None
    for box in _OPENING.finditer(text):  # noqa: B007 - the last one counts: the result stands at the end
        pass
    if box is None:
        return False
    depth = 1
    for brace in _BRACES.finditer(text, box.end()):
        depth += {"{": 1, "}": -1}.get(brace.group(), 0)
        if depth == 0:
            return bool(text[box.end() : brace.start()].strip())
    return False
