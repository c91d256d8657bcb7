"""Short texts written one in a line, with escapes for what a line cannot show."""

import re
from typing import Final

_SHORT: Final = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\\": r"\\"}
_LONG: Final = {escape: character for character, escape in _SHORT.items()}
_ESCAPE: Final = re.compile(r"\\(?:[ntr\\]|u([0-9a-fA-F]{4}))")


def as_lines(texts: tuple[str, ...]) -> str:
    r"""Write texts one in a line: `\n`, `\t`, `\r`, `\\`, and `\u00a0` for other characters that nobody sees."""
    return "\n".join(_written(text) for text in texts)


def from_lines(lines: str) -> tuple[str, ...]:
    r"""Return the texts that `lines` hold, as `as_lines` writes them; lines of nothing but spaces are none.

    A backslash that begins no escape stands for itself, and so does the escape of a part of a character.
    """
    return tuple(_ESCAPE.sub(_meant, line) for line in _whole(lines).split("\n") if line.strip())


def _written(text: str) -> str:
    if not text.strip(" "):
        return r"\u0020" * len(text)
    return "".join(_SHORT.get(one) or (one if one.isprintable() else _code(one)) for one in text)


def _code(character: str) -> str:
    # What lies beyond four digits and is not seen (tags, private letters) stays as it is: an editor keeps it.
    return f"\\u{ord(character):04x}" if ord(character) <= 0xFFFF else character  # noqa: PLR2004


def _meant(escape: re.Match[str]) -> str:
    short = _LONG.get(escape[0])
    if short is not None:
        return short
    character = chr(int(escape[1], 16))
    return escape[0] if "\ud800" <= character <= "\udfff" else character


def _whole(text: str) -> str:
    """Return `text` with parts of characters, which a clipboard may hold, made into signs for something unknown."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
