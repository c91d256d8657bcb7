"""The folder of the user's own modes: one TOML file each, written in one step."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import Text, UserError, user_error
from models.presets.toml_file import INSTRUCTIONS_MOST, MOST_BYTES, PresetFile, from_toml, to_toml, unknown_in
from models.presets.values import UserPreset, is_own, new_id
from models.whole_file import write_whole

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredPresets:
    """What the folder holds, by name; and a sentence for each file that cannot be read or holds impossible values."""

    presets: tuple[UserPreset, ...]
    problems: tuple[Text, ...] = ()


class PresetStore:
    """Reads and writes the files in `folder`, which is made when there is something to keep."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self) -> StoredPresets:
        """Read all of them. A file that cannot be read costs itself, an impossible value itself."""
        found: dict[str, UserPreset] = {}
        problems: list[Text] = []
        for path in self._files():
            try:
                read = self._read(path)
            except UserError as error:
                problems.append(Text("preset.problem.file", {"file": path.name}))
                _log.info("%s: %s %s", path, error.text.id, error.details)
                continue
            found[_id_of(path, read.preset)] = replace(read.preset, id=_id_of(path, read.preset))
            problems += read.problems
        by_name = sorted(found.values(), key=lambda preset: (preset.name.casefold(), preset.id))
        return StoredPresets(tuple(by_name), tuple(problems))

    def save(self, preset: UserPreset) -> None:
        """Keep one, in place of an earlier one with its id. Raises UserError where it is too long or not written.

        What only a newer version knows of the earlier one stays in the file.
        """
        path = self._path_of(preset.id)
        self._write(path, preset, unknown_in(_content(path) if path.is_file() else b""))

    def remove(self, preset_id: str) -> None:
        """Remove one; where there is none, nothing happens. Raises UserError where its file stays."""
        try:
            self._path_of(preset_id).unlink(missing_ok=True)
        except OSError as error:
            raise user_error("preset.not_removed", str(error), folder=str(self._folder)) from error

    def write_to(self, path: Path, preset: UserPreset) -> None:
        """Export one to a file anywhere. Raises UserError where it cannot be written."""
        self._write(path, preset)

    def take_in(self, path: Path) -> PresetFile:
        """Keep one that was exported: under its own id, another one where that is taken. Raises UserError."""
        read = self._read(path)
        taken = {preset.id for preset in self.load().presets}
        if read.preset.id in taken:
            read = replace(read, preset=replace(read.preset, id=new_id(read.preset.base)))
        self.save(read.preset)
        return read

    def _files(self) -> list[Path]:
        try:
            return sorted(path for path in self._folder.iterdir() if path.suffix == ".toml")
        except FileNotFoundError:
            return []
        except OSError as error:
            _log.info("the presets in %s cannot be read: %s", self._folder, error)
            return []

    def _path_of(self, preset_id: str) -> Path:
        usual = self._folder / f"{preset_id}.toml"
        if usual.exists():
            return usual
        # A file that somebody put there by hand keeps its name.
        named = (path for path in self._files() if not is_own(path.stem) and _hashed(path) == preset_id[-8:])
        return next(named, usual)

    def _read(self, path: Path) -> PresetFile:
        return from_toml(_content(path))

    def _write(self, path: Path, preset: UserPreset, beyond: Mapping[str, object] | None = None) -> None:
        content = to_toml(preset, beyond).encode(errors="replace")  # half a character cannot be written
        if len(preset.instructions) > INSTRUCTIONS_MOST or len(content) > MOST_BYTES:
            raise user_error("preset.too_long", most=f"{INSTRUCTIONS_MOST:,}")  # it could not be read again
        try:
            write_whole(path, content)
        except OSError as error:
            raise user_error("preset.not_saved", str(error), folder=str(path.parent)) from error


def _content(path: Path) -> bytes:
    """Return what a file holds, of a much too large one a little more than is allowed. Raises UserError."""
    try:
        if not path.is_file():  # a pipe would never end
            raise FileNotFoundError(path)
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise user_error("preset.unreadable", str(error), file=path.name) from error


def _id_of(path: Path, preset: UserPreset) -> str:
    """Return the id of a file: its name, or one made of its name where somebody else gave it that."""
    return path.stem if is_own(path.stem) else f"user-{preset.base}-{_hashed(path)}"


def _hashed(path: Path) -> str:
    return hashlib.blake2b(path.stem.encode(errors="surrogateescape"), digest_size=4).hexdigest()
