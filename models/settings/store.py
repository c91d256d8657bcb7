"""Keeping settings in one TOML file with a section per dataclass; a damaged file costs settings, not the start."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from models.errors import user_error
from models.settings.declare import Declaration, Kind, declarations, from_table, to_table
from models.settings.lab import LabSettings
from models.settings.network import NetworkSettings
from models.settings.preferences import Preferences
from models.settings.toml_text import read_toml
from models.whole_file import write_whole

_LOG = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class Section(Generic[T]):
    """One table of the file and the dataclass of declared settings that it holds."""

    name: str
    settings: type[T]


PREFERENCES = Section("preferences", Preferences)
"""The window's preferences."""

NETWORK = Section("network", NetworkSettings)
"""How the network may be used."""

LAB = Section("lab", LabSettings)
"""What the user agreed to in the lab."""


class SettingsStore:
    """Reads and writes sections of a settings file.

    What it does not know (a newer version's settings, or a choice that only that one has, until another is made)
    survives a rewrite; comments do not.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, section: Section[T]) -> T:
        """Return a section's settings; whatever is missing or wrong has its default, and the log says so."""
        try:
            table = self._read().get(section.name, {})
        except OSError as error:
            _LOG.warning("the settings cannot be read: %s; using the defaults", error)
            table = {}
        if not isinstance(table, dict):
            _LOG.warning("%s: [%s] is not a section; using the defaults", self._path.name, section.name)
            table = {}
        settings, problems = from_table(section.settings, table)
        for problem in problems:
            _LOG.warning("%s: [%s] %s", self._path.name, section.name, problem)
        return settings

    def save(self, section: Section[T], settings: T) -> None:
        """Write a section's settings, in one step that cannot leave half a file.

        Raises UserError `error.settings.not_saved` where the file cannot be written, or not be read first: it may
        hold settings that must not be lost.
        """
        try:
            content = dict(self._read())
            content[section.name] = self._merged(section, content.get(section.name), settings)
            self._write({name: table for name, table in content.items() if table != {}})
        except OSError as error:
            raise user_error("error.settings.not_saved", str(error), path=str(self._path)) from error

    def _merged(self, section: Section[T], old: object, settings: T) -> dict[str, Any]:
        """Return the new values, with what the file holds beyond the section's own settings."""
        values: dict[str, Any] = dict(to_table(settings))
        if not isinstance(old, dict):
            return values
        ours = {item.name: item for item in declarations(section.settings)}
        kept = {name: value for name, value in old.items() if name not in ours or _is_newer_choice(ours[name], value)}
        return {**kept, **values}

    def _read(self) -> Mapping[str, Any]:
        """Return the whole file, empty where there is none; one that is not TOML is set aside. Raises OSError."""
        try:
            # Notepad marks UTF-8 files with a byte order mark, which TOML does not allow.
            content = self._path.read_text("utf-8-sig")
            return read_toml(content)
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, thousands of brackets
            aside = self._path.with_name(f"{self._path.name}.bad")
            self._path.replace(aside)
            _LOG.warning("%s is not a settings file (%s); kept as %s", self._path, error, aside.name)
            return {}

    def _write(self, content: Mapping[str, Any]) -> None:
        import tomli_w

        write_whole(self._path, tomli_w.dumps(content).encode())


def _is_newer_choice(item: Declaration, value: object) -> bool:
    """Say whether a setting's value may be one of a newer version's choices."""
    if item.kind is not Kind.CHOICE or not isinstance(value, str):
        return False
    try:
        item.accept(value)
    except ValueError:
        return True
    return False
