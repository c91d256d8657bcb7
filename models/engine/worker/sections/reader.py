"""Says what an answer is writing: prose, a code block, JSON or a formula."""

import re
from typing import Final

from models.engine.worker.sections.formulas import FormulaReader
from models.sampling import TextSection

_FENCE: Final = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>.*)")
"""The line that opens a code block, also one in a quotation or a list."""
_CLOSING: Final = re.compile(r"[ \t>]*(?P<fence>`{3,}|~{3,})[ \t]*\r?")
_LANGUAGE: Final = re.compile(r"\{?\.?(?P<name>[\w+#-]*)")
_JSON: Final = frozenset(("json", "json5", "jsonc", "jsonl", "jsonlines", "ndjson", "geojson"))
_MATH: Final = "math"
_SEEN: Final = 256
"""Characters of a line that tell whether it is a fence."""


class SectionReader:
    """Takes the text of an answer as it comes; `section` is what the next character belongs to.

    A code block begins behind its opening line, whose language word says what is in it, and ends behind its closing
    line. Bounded memory, and work that grows with the text alone.
    """

    def __init__(self) -> None:
        self._line = ""
        self._blank = True
        self._fence = ""
        self._block = TextSection.CODE
        self._formulas = FormulaReader()

    @property
    def section(self) -> TextSection:
        """What is being written."""
        if self._fence:
            return self._block
        return TextSection.MATH if self._formulas.is_open else TextSection.PROSE

    def feed(self, text: str) -> None:
        """Take more of the answer."""
        if "\n" not in text:
            self._go_on(text)
            return
        first, *others = text.split("\n")
        self._go_on(first)
        for line in others:
            self._end_line()
            self._go_on(line)

    def _go_on(self, text: str) -> None:
        """Take more of a line."""
        if not text:
            return
        self._line += text[: _SEEN - len(self._line)]
        self._blank = self._blank and text.isspace()
        if not self._fence:
            self._formulas.feed(text)

    def _end_line(self) -> None:
        if self._fence:
            closing = _CLOSING.fullmatch(self._line)
            if closing and closing["fence"].startswith(self._fence):
                self._fence = ""
        elif not self._formulas.is_open:
            self._begin_block()
        self._formulas.end_line(blank=self._blank)
        self._line, self._blank = "", True

    def _begin_block(self) -> None:
        opening = _FENCE.match(self._line)
        if opening is None or (opening["fence"][0] == "`" and "`" in opening["info"]):
            return  # code in backticks within a line
        self._fence = opening["fence"]
        language = _LANGUAGE.match(opening["info"])
        name = language["name"].lower() if language else ""
        self._block = TextSection.JSON if name in _JSON else TextSection.MATH if name == _MATH else TextSection.CODE
