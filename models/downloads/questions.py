"""Orders to the download process that somebody waits for the answers to."""

import itertools
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import TypeVar

from models.downloads.messages import (
    Answer,
    AskRelease,
    AskToken,
    Listed,
    ListRepository,
    Refused,
    Released,
    SaveToken,
    TokenKnown,
)
from models.downloads.process import DownloadProcess
from models.errors import user_error

Question = AskToken | SaveToken | ListRepository | AskRelease
Wanted = TypeVar("Wanted", Listed, TokenKnown, Released)


class Questions:
    """Matches answers with questions by their numbers. For use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._open: dict[int, tuple[DownloadProcess, SimpleQueue[Answer | None]]] = {}

    def ask(self, process: DownloadProcess, question: Callable[[int], Question], wanted: type[Wanted]) -> Wanted:
        """Ask and wait for the answer, one that is `wanted`.

        Raises UserError where it is a refusal, or the process ends.
        """
        queue: SimpleQueue[Answer | None] = SimpleQueue()
        with self._lock:
            number = next(self._numbers)
            self._open[number] = process, queue
        process.order(question(number))
        if process.ended:  # before the question was noted, perhaps
            self.abandon(process)
        answer = queue.get()
        if answer is None:
            raise user_error("download.ended", process.last_words)
        if isinstance(answer, Refused):
            raise user_error(answer.text.id, answer.details, **answer.text.fields)
        if not isinstance(answer, wanted):
            raise TypeError(answer)
        return answer

    def answered(self, answer: Answer) -> None:
        """Give an answer to whoever waits for it."""
        with self._lock:
            _, queue = self._open.pop(answer.number, (None, None))
        if queue is not None:
            queue.put(answer)

    def abandon(self, process: DownloadProcess) -> None:
        """Tell everyone who waits for `process` that no answer will come."""
        with self._lock:
            numbers = [number for number, (asked, _) in self._open.items() if asked is process]
            queues = [self._open.pop(number)[1] for number in numbers]
        for queue in queues:
            queue.put(None)
