"""Sets formulas in a thread of its own and remembers the results."""

import logging
from collections import OrderedDict
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.conversation.transcript.formula.pictures import Pictures
from desktop.conversation.transcript.formula.setting import typeset
from desktop.conversation.transcript.formula.typeset import Asked, Typeset
from desktop.conversation.transcript.newest_first import NewestFirst

_log = logging.getLogger(__name__)
_KEPT: Final = 2000  # formulas
_GATHERED_MS: Final = 30  # results that come close together are told of once


class Typesetter(QObject):
    """Answers `typeset` from memory and signals `ready` when new answers are there.

    `pictures` draws the answers. The thread ends when nothing is left to do; `close` ends it early.
    """

    ready = Signal()
    _set = Signal(object, object)  # what was asked, its setting

    def __init__(self) -> None:
        super().__init__()
        self.pictures = Pictures()
        self._known: OrderedDict[Asked, Typeset | None] = OrderedDict()
        self._asked: set[Asked] = set()
        self._thread = NewestFirst("typesetter")
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(_GATHERED_MS)
        self._gathering.timeout.connect(self.ready)
        self._set.connect(self._on_set)

    def knows(self, asked: Asked) -> bool:
        """Return whether a formula is set, or known to be impossible to set."""
        return asked in self._known

    @property
    def is_idle(self) -> bool:
        """Whether everything that was asked for is answered."""
        return not self._asked

    def typeset(self, asked: Asked) -> Typeset | None:
        """Return a formula, None while it is not known and where it cannot be set: its source is shown then."""
        if asked in self._known:
            self._known.move_to_end(asked)
            return self._known[asked]
        if asked not in self._asked:
            self._asked.add(asked)
            self._thread.ask(partial(self._work, asked))
        return None

    def close(self) -> None:
        """Forget what waits and wait for the thread's end; nothing is signalled afterwards."""
        self._thread.close()
        self.blockSignals(True)  # noqa: FBT003 - what the thread sent last is still on its way

    def _work(self, asked: Asked) -> None:
        self._set.emit(asked, _typeset(asked))

    def _on_set(self, asked: Asked, result: Typeset | None) -> None:
        self._asked.discard(asked)
        self._known[asked] = result
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        if self.is_idle:
            self._gathering.stop()
            self.ready.emit()
        elif not self._gathering.isActive():
            self._gathering.start()


def _typeset(asked: Asked) -> Typeset | None:
    try:
        return typeset(asked)
    except Exception:  # noqa: BLE001 - the edge of the thread: the library fails on a model's text in every way there is
        _log.debug("a formula cannot be set", exc_info=True)
        return None
