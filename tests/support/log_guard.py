"""Compares the warnings that the program logged with those that a test announced."""

import logging
import re
from collections.abc import Iterable, Iterator


class LogGuard:
    """Holds the announced warnings of one test; every other record of level WARNING or above is a problem."""

    def __init__(self) -> None:
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Announce a warning: a regular expression found in `LEVEL logger.name: message`, before or after it came."""
        self._expected.append(re.compile(pattern))

    def problems(self, records: Iterable[logging.LogRecord]) -> Iterator[str]:
        """Name the records that nobody announced, and what was announced and never came."""
        logged = [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in records
            if record.levelno >= logging.WARNING
        ]
        for text in logged:
            if not any(pattern.search(text) for pattern in self._expected):
                yield f"not announced: {text}"
        for pattern in self._expected:
            if not any(pattern.search(text) for text in logged):
                yield f"announced, never logged: {pattern.pattern}"
