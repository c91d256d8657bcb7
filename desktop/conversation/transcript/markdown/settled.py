"""How the unfinished last line of a growing text is read, so that nothing flickers while its marks are half written."""

import re

# A last line that is only the beginning of a mark: drawn, it would be a heading or a list for an instant.
_UNDECIDED = re.compile(r"[ \t]*(?:(?:[-=*_+#>|`~][ \t]*)+|\d{1,9}[.)]?[ \t]*)\Z")
_FENCE = re.compile(r"^[ \t>]*(?:```|~~~)", re.MULTILINE)
_OPENING = re.compile(r"(?:\*+|`)\Z")  # marks after which nothing came yet


def settled(text: str) -> str:
    """Return what a growing text is drawn as: without a last line of mere marks, bold and code closed at the end."""
    start = text.rfind("\n") + 1
    if _UNDECIDED.match(text, start):
        return text[:start]
    line = text[start:]
    if "**" not in line and "`" not in line:
        return text
    if "```" in line or len(_FENCE.findall(text)) % 2:  # in code, the marks mean themselves
        return text
    return text[:start] + _closed(line)


def _closed(line: str) -> str:
    """Return a line with its last bold text or code closed, if it is open."""
    pieces = line.split("`")
    if len(pieces) % 2 == 0:
        return _without_opening(line) if not pieces[-1].strip() else line + "`"
    outside = "".join(pieces[::2])
    if outside.count("**") % 2 == 0:
        return line
    bold = line.rsplit("**", 1)[1]
    if not bold:
        return _without_opening(line)
    return line if bold[0].isspace() else line.rstrip().removesuffix("*") + "**"


def _without_opening(line: str) -> str:
    return _OPENING.sub("", line.rstrip())
