"""Lexes code in a thread of its own and remembers the results."""

import logging
import time
from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.conversation.transcript.highlight.lexing import GivenUpError, lex
from desktop.conversation.transcript.highlight.marks import Marks
from desktop.conversation.transcript.newest_first import NewestFirst

_log = logging.getLogger(__name__)
_LARGEST = 60_000  # characters; larger code stays plain
_KEPT = 200  # blocks
_LONGEST = 1.0  # seconds of the thread's time; code that takes longer stays plain


class Highlighter(QObject):
    """Answers `marks` from memory and signals `ready` when a new answer is there.

    The thread ends when nothing is left to do; `close` ends it early.
    """

    ready = Signal()
    _lexed = Signal(object, object)  # what was asked, its marks

    def __init__(self) -> None:
        super().__init__()
        self._known: OrderedDict[tuple[str, str], Marks] = OrderedDict()
        self._asked: set[tuple[str, str]] = set()
        self._thread = NewestFirst("highlighter")
        self._is_closed = False
        self._lexed.connect(self._on_lexed)

    def marks(self, code: str, language: str) -> Marks | None:
        """Return the marks of closed code, None while they are not known; unknown languages have none."""
        if not language or len(code) > _LARGEST:
            return ()
        key = (language.lower(), code)
        known = self._known.get(key)
        if known is None and key not in self._asked:
            self._asked.add(key)
            self._thread.ask(partial(self._work, key))
        return known

    def close(self) -> None:
        """Forget what waits and wait for the thread's end; nothing is signalled afterwards."""
        self._is_closed = True
        self._thread.close()
        self.blockSignals(True)  # noqa: FBT003 - what the thread sent last is still on its way

    def _work(self, key: tuple[str, str]) -> None:
        self._lexed.emit(key, self._marks(*key))

    def _marks(self, language: str, code: str) -> Marks:
        end = time.thread_time() + _LONGEST
        try:
            return lex(code, language, lambda: self._is_closed or time.thread_time() > end)
        except GivenUpError:
            return ()
        except Exception:  # noqa: BLE001 - the edge of the thread: a lexer may fail on a model's text: it stays plain
            _log.exception("lexing failed")
            return ()

    def _on_lexed(self, key: tuple[str, str], marks: Marks) -> None:
        self._asked.discard(key)
        self._known[key] = marks
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self.ready.emit()
