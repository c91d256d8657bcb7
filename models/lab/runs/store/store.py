"""Keeping sweeps on disk, a file each: its plan, its answers as they come, and what was found of them."""

import logging
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.errors import Text, UserError, user_error
from models.lab.checks.values import Finding
from models.lab.runs.naming import kept_name
from models.lab.runs.store.codec import (
    decode_finding,
    decode_plan,
    decode_record,
    encode_finding,
    encode_plan,
    encode_record,
)
from models.lab.runs.store.faults import faults_for_user
from models.lab.runs.store.tables import create, opened
from models.lab.runs.values import Place, SweepPlan, SweepState, SweepSummary, Trial

_ENDING = ".sqlite3"
_JOURNAL = "-journal"  # SQLite finds it by this ending
_ID = re.compile(r"[0-9a-z][0-9a-z-]{0,63}")

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UnreadableSweep:
    """A sweep whose file is there and cannot be read; `problem` says why."""

    id: str
    problem: Text


class SweepStore:
    """The sweeps in a folder. Any thread and any process may use it; only one can run a sweep (`held`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, plan: SweepPlan) -> None:
        """Keep a new sweep. Raises UserError where it cannot be written."""
        create(self._file(plan.id), plan.name, SweepState.PLANNED, encode_plan(plan))

    def all(self) -> tuple[SweepSummary, ...]:
        """Return all sweeps that can be read, the newest first."""
        return tuple(one for one in self._listed() if isinstance(one, SweepSummary))

    def unreadable(self) -> tuple[UnreadableSweep, ...]:
        """Return the sweeps that are there but cannot be read."""
        return tuple(one for one in self._listed() if isinstance(one, UnreadableSweep))

    def summary(self, sweep: str) -> SweepSummary:
        """Return a sweep as the list shows it. Raises UserError where there is none or it cannot be read."""
        with self._opened(sweep) as connection:
            name, state, plan = connection.execute("SELECT name, state, plan FROM sweep").fetchone()
            (done,) = connection.execute("SELECT count(*) FROM trials").fetchone()
            return SweepSummary(replace(decode_plan(plan), name=name), SweepState(state), done)

    def plan(self, sweep: str) -> SweepPlan:
        """Return the plan of a sweep. Raises UserError where there is none or it cannot be read."""
        return self.summary(sweep).plan

    def trials(self, sweep: str) -> tuple[Trial, ...]:
        """Return the answers of a sweep, in the plan's order. Raises UserError where they cannot be read."""
        with self._opened(sweep) as connection:
            rows = connection.execute(
                "SELECT arm, task, temperature, repeat, answer, thinking, record, seconds, finding FROM trials"
                " ORDER BY arm, task, temperature, repeat"
            )
            return tuple(_trial(row) for row in rows)

    def done(self, sweep: str) -> frozenset[Place]:
        """Return the places whose answers are there."""
        with self._opened(sweep) as connection:
            return frozenset(
                Place(*row) for row in connection.execute("SELECT arm, task, temperature, repeat FROM trials")
            )

    def save(self, sweep: str, trials: Iterable[Trial]) -> None:
        """Keep answers; they are on disk when this returns. One that is there already stays as it is."""
        rows = [
            (
                one.place.arm,
                one.place.task,
                one.place.temperature,
                one.place.repeat,
                one.seconds,
                None if one.finding is None else encode_finding(one.finding),
                encode_record(one.record),
                one.answer,
                one.thinking,
            )
            for one in trials
        ]
        with self._opened(sweep, writing=True) as connection:
            connection.executemany("INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def judge(self, sweep: str, findings: Mapping[Place, Finding]) -> None:
        """Keep what checks found, in place of what they found before."""
        rows = [
            (encode_finding(found), place.arm, place.task, place.temperature, place.repeat)
            for place, found in findings.items()
        ]
        with self._opened(sweep, writing=True) as connection:
            connection.executemany(
                "UPDATE trials SET finding = ? WHERE arm = ? AND task = ? AND temperature = ? AND repeat = ?", rows
            )

    def set_state(self, sweep: str, state: SweepState) -> None:
        """Note how far a sweep is."""
        with self._opened(sweep, writing=True) as connection:
            connection.execute("UPDATE sweep SET state = ?", (state,))

    def rename(self, sweep: str, name: str) -> None:
        """Give a sweep another name, in one line; with an empty one it is named after its models."""
        with self._opened(sweep, writing=True) as connection:
            connection.execute("UPDATE sweep SET name = ?", (kept_name(name),))

    def remove(self, sweep: str) -> None:
        """Remove a sweep with all its answers. Raises UserError where there is none, or it is being run."""
        path = self._file(sweep)
        with self.held(sweep), faults_for_user(path):
            path.unlink()
            path.with_name(path.name + _JOURNAL).unlink(missing_ok=True)

    @contextmanager
    def held(self, sweep: str) -> Iterator[None]:
        """Hold a sweep for running it. Raises UserError where there is none, or another program runs it."""
        path = self._existing(sweep)
        from filelock import FileLock, Timeout  # who only reads sweeps does without it

        lock_path = path.with_name(f"{path.name}.lock")
        lock = FileLock(lock_path, blocking=False, thread_local=False)
        with faults_for_user(path):
            try:
                lock.acquire()
            except Timeout as error:
                raise user_error("lab.store.running", str(lock_path), id=sweep) from error
        try:
            yield
        finally:
            _remove(lock_path)  # while it is held: who waits for the old file notices that it has no name any more
            lock.release()

    def _listed(self) -> Iterator[SweepSummary | UnreadableSweep]:
        for path in self._files():
            sweep = path.name.removesuffix(_ENDING)
            try:
                yield self.summary(sweep)
            except UserError as error:
                _log.info("%s: %s", path, error.details)
                yield UnreadableSweep(sweep, error.text)

    def _files(self) -> list[Path]:
        try:
            names = [path for path in self._folder.iterdir() if path.name.endswith(_ENDING)]
        except FileNotFoundError:
            return []
        except OSError as error:
            with faults_for_user(self._folder / "sweeps"):
                raise error from None
        # An id begins with the time at which the sweep was planned.
        return sorted((path for path in names if _ID.fullmatch(path.name.removesuffix(_ENDING))), reverse=True)

    @contextmanager
    def _opened(self, sweep: str, *, writing: bool = False) -> Iterator[sqlite3.Connection]:
        with opened(self._existing(sweep), writing=writing) as connection:
            yield connection

    def _existing(self, sweep: str) -> Path:
        path = self._file(sweep) if _ID.fullmatch(sweep) else None
        if path is None or not path.is_file():
            raise user_error("lab.store.unknown", id=sweep)
        return path

    def _file(self, sweep: str) -> Path:
        return self._folder / f"{sweep}{_ENDING}"


def _trial(row: tuple[Any, ...]) -> Trial:
    *numbers, answer, thinking, record, seconds, finding = row
    found = None if finding is None else decode_finding(finding)
    return Trial(Place(*numbers), answer, thinking, decode_record(record), seconds, found)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:  # Windows removes no open files; an empty one may stay
        return
