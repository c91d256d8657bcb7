"""Saving answers while they are written and at their end, in a thread of its own."""

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from desktop.control.checking import check_of
from desktop.control.running_answer import RunningAnswer
from models.engine import Done
from models.errors import UserError
from models.files import ChecksumCache
from models.history import AnswerState, History, Message
from models.record import AnswerRecord

_log = logging.getLogger(__name__)


class AnswerKeeper:
    """Writes answers to the history. What cannot be written is told to `unsaved`, from the writing thread.

    An answer whose end cannot be written is held, and tried again with every `save` and when all ends.
    """

    def __init__(self, *, history: History, checksums: ChecksumCache, unsaved: Callable[[UserError], None]) -> None:
        self._history = history
        self._checksums = checksums
        self._unsaved = unsaved
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history-writer")
        self._held: dict[int, tuple[RunningAnswer, Callable[[], None]]] = {}

    @property
    def holds(self) -> bool:
        """Whether there are answers at their end that could not be written yet."""
        return bool(self._held)

    def whole(self, message: Message) -> Message:
        """Return a message of the history with all of its text, where its end could not be written yet."""
        held = self._held.get(message.id)
        if held is None:
            return message
        return replace(message, content=held[0].content, thinking=held[0].thinking or None)

    def save(self, answers: Iterable[RunningAnswer]) -> None:
        """Save what there is of answers, where there is more than before, and what could not be saved before."""
        self._try_again()
        for running in answers:
            if running.size != running.saved:
                self._save(running)

    def _save(self, running: RunningAnswer) -> None:
        running.saved = running.size
        answer, content, thinking = running.id, running.content, running.thinking or None
        self._submit(lambda: self._history.messages.update_answer(answer, content=content, thinking=thinking))

    def finish(self, running: RunningAnswer, state: AnswerState, done: Done | None = None) -> Future[None]:
        """Save an answer as it will stay."""
        return self._submit(lambda: self._end(running, lambda: self._finish(running, state, done)))

    def close(self) -> None:
        """Wait until everything is saved, and end the thread."""
        self._try_again()
        self._writer.shutdown(wait=True)

    def _submit(self, write: Callable[[], None]) -> Future[None]:
        return self._writer.submit(self._write, write)

    def _write(self, write: Callable[[], None]) -> None:
        try:
            write()
        except UserError as error:
            self._unsaved(error)

    def _end(self, running: RunningAnswer, finish: Callable[[], None]) -> None:
        try:
            finish()
        except UserError:
            self._held[running.id] = (running, finish)
            raise

    def _try_again(self) -> None:
        for answer in tuple(self._held):
            self._writer.submit(self._write_held, answer)

    def _write_held(self, answer: int) -> None:
        held = self._held.get(answer)
        if held is None:
            return
        try:
            held[1]()
        except UserError as error:  # that it failed was said
            _log.info("an answer could not be saved again: %s", error.text.id)
        else:
            del self._held[answer]

    def _finish(self, running: RunningAnswer, state: AnswerState, done: Done | None) -> None:
        self._history.messages.finish_answer(
            running.id,
            state=state,
            content=running.content,
            thinking=running.thinking or None,
            thinking_seconds=running.thinking_seconds(done.thinking_seconds if done else None),
            record=self._record(running, done) if done else None,
        )

    def _record(self, running: RunningAnswer, done: Done) -> AnswerRecord:
        model = done.model
        try:
            model = replace(model, sha256=self._checksums.known(Path(model.path)))
        except UserError:
            _log.info("the model's file is gone")
        return AnswerRecord(
            done.mode,
            done.mode_source,
            model,
            done.settings,
            done.engine,
            done.stats,
            evaluation=done.evaluation,
            mode_name=running.request.mode_name,
            instructions=running.request.instructions,
            old_thinking=running.old_thinking,
            sections=done.sections,
            sections_before=running.sections_before,
            adapted=running.request.adapted,
            check=check_of(running, done),
        )
