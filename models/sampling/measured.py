"""The bands that the user measured on this machine, by model and mode, kept in one TOML file."""

import threading
from pathlib import Path

import msgspec

from models.catalog import Band, Point
from models.errors import user_error
from models.whole_file import write_whole


class MeasuredBand(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The temperatures that a sweep recommends for a mode on a model.

    `model` is the id of the answer's record, with the quantization as a suffix. `points` are the results of all tasks
    together, `tasks` says how many those were. `when` is the day (2026-05-31), `run` the id of the sweep.
    """

    model: str
    mode: str
    band: Band
    best: float
    points: tuple[Point, ...]
    tasks: int
    when: str
    run: str = ""

    def at(self, temperature: float, within: float = 0.025) -> Point | None:
        """Return the result nearest to a temperature; None where nothing so near was measured."""
        near = [point for point in self.points if abs(point.temperature - temperature) <= within + 1e-9]
        return min(near, key=lambda point: abs(point.temperature - temperature), default=None)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    bands: tuple[MeasuredBand, ...] = ()


class MeasuredBands:
    """Keeps the bands of all models and modes in a file. Any thread may use it; it is read once."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._bands: dict[tuple[str, str], MeasuredBand] | None = None

    def get(self, model: str, mode: str) -> MeasuredBand | None:
        """Return the band of a mode on a model; None where none was kept, or the file cannot be read."""
        with self._lock:
            try:
                return self._read().get((model, mode))
            except (OSError, msgspec.DecodeError, UnicodeDecodeError):
                return None

    def keep(self, band: MeasuredBand) -> None:
        """Keep a band in place of the one before. Raises UserError where the file cannot be read or written."""
        self._change({(band.model, band.mode): band})

    def forget(self, model: str, mode: str) -> None:
        """Forget a band. Raises UserError where the file cannot be read or written."""
        self._change({(model, mode): None})

    def _change(self, changes: dict[tuple[str, str], MeasuredBand | None]) -> None:
        with self._lock:
            try:
                merged = {**self._read(), **changes}
                bands = {place: band for place, band in merged.items() if band is not None}
                write_whole(self._path, msgspec.toml.encode(_File(tuple(bands.values()))))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise user_error("lab.bands.unreadable", str(error), path=str(self._path)) from error
            except OSError as error:
                raise user_error("lab.bands.not_saved", str(error), path=str(self._path)) from error
            self._bands = bands

    def _read(self) -> dict[tuple[str, str], MeasuredBand]:
        if self._bands is None:
            content = self._path.read_bytes() if self._path.exists() else b""
            kept = msgspec.toml.decode(content, type=_File)
            self._bands = {(band.model, band.mode): band for band in kept.bands}
        return self._bands
