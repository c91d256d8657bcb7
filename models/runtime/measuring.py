"""Asks llama.cpp what computing with a model takes, in a process of its own, and remembers the answer."""

import hashlib
import logging
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import msgspec

from models.errors import UserError
from models.files import fingerprint
from models.json_table import JsonTable
from models.runtime.builds import NativeBuild
from models.runtime.environment import engine_environment
from models.runtime.job import never, run_job
from models.runtime.measurement import Measured, Measurement, compute_buffers, read_measured
from models.runtime.memory import ComputeBuffers
from models.system import engine_command

PATIENCE = 30.0
"""Seconds that a measurement may take; it reads the model's header and its vocabulary."""

CONTEXTS = (4096, 8192, 16_384, 32_768, 65_536, 131_072)
"""Tokens of the contexts that are measured, those that people choose; each takes a few hundredths of a second."""

_MOST_REMEMBERED = 500

_log = logging.getLogger(__name__)


def measure(
    path: Path,
    build: NativeBuild,
    wanted: Sequence[Measurement],
    contexts: Sequence[int] = CONTEXTS,
    *,
    patience: float = PATIENCE,
    stopped: Callable[[], bool] = never,
) -> tuple[tuple[Measured, ...], ...]:
    """Return what `build` says of the model at `path` for each of `wanted`, with each of `contexts`.

    Nothing where it cannot say. Never raises for what is wrong with the build or the file: a process that crashes or
    hangs is no answer. Raises JobStoppedError soon after `stopped` says so.
    """
    arguments = (msgspec.json.encode(wanted).decode(), msgspec.json.encode(contexts).decode(), str(path))
    try:
        command, environment = engine_command("measure", *arguments), engine_environment(build.folder)
        ended = run_job(command, environment, patience=patience, stopped=stopped)
    except OSError as error:
        _log.info("nothing was measured: %s", error)
        return ()
    found = read_measured(ended.output)
    if ended.code != 0 or len(found) != len(wanted) * len(contexts):
        _log.info("nothing was measured: exit status %s", ended.code)
        return ()
    return tuple(found[start : start + len(contexts)] for start in range(0, len(found), len(contexts)))


class Measurements:
    """What was measured before, kept in a JSON file that may be lost or damaged. For use from any thread."""

    def __init__(self, file: Path) -> None:
        self._table = JsonTable(file, msgspec.json.Decoder(ComputeBuffers), what="measurements", most=_MOST_REMEMBERED)
        self._lock = Lock()
        self._known = self._table.read()
        self._in_vain: set[str] = set()
        """What could not be measured: not asked again before the next start, for it may have taken half a minute."""

    def known(self, path: Path, build: NativeBuild, wanted: Measurement) -> ComputeBuffers | None:
        """Return what was measured before, at once; None where nothing was, or the file cannot be read any more."""
        try:
            key = _key(path, build, wanted)
        except UserError:
            return None
        with self._lock:
            return self._known.get(key)

    def measure(
        self,
        path: Path,
        build: NativeBuild,
        wanted: Measurement,
        *,
        patience: float = PATIENCE,
        stopped: Callable[[], bool] = never,
    ) -> ComputeBuffers | None:
        """Return what computing takes, measured where it was not yet (a second or two); None where nobody can say.

        `wanted` is with all layers of the model; it is measured with fewer and with none of them too. Raises
        JobStoppedError soon after `stopped` says so.
        """
        try:
            key = _key(path, build, wanted)
        except UserError:
            return None
        with self._lock:
            before = self._known.get(key)
            if before is not None or key in self._in_vain:
                return before
        found = measure(path, build, wanted.variants, patience=patience, stopped=stopped)
        if not found:
            with self._lock:
                self._in_vain.add(key)
            return None
        buffers = compute_buffers(found, wanted.batch)
        self._remember(key, buffers)
        return buffers

    def _remember(self, key: str, buffers: ComputeBuffers) -> None:
        with self._lock:
            self._known = self._table.put(self._known | {key: buffers})


def _key(path: Path, build: NativeBuild, wanted: Measurement) -> str:
    """Return what identifies a measurement. Raises UserError where the file cannot be read."""
    parts = [fingerprint(path), build.name, str(build.folder or ""), version("llama-cpp-python")]
    parts.append(msgspec.json.encode(wanted).decode())
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:32]
