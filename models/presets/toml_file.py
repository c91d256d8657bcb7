"""One of the user's own modes as a TOML file: written by the program, edited by people, read with care."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from models.catalog import Band, default_mode, families, modes
from models.errors import Text, user_error
from models.presets.values import COLOURS, NAME_MOST, UserPreset, is_own, new_id
from models.sampling import ANY_JSON, OverrideValue, SamplingOverrides, SamplingSettings
from models.settings import declarations, read_toml

T = TypeVar("T")

MOST_BYTES = 256 * 1024
"""A larger file is none of ours."""

INSTRUCTIONS_MOST = 20_000
"""Most characters of the instructions."""

_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_KEYS = frozenset({"id", "name", "colour", "base", "family", "band", "instructions", "automatic", "values"})
_ABOUT = "# One of your own modes in Tempera. What is left out is as the mode named by `base` sets it.\n"


@dataclass(frozen=True)
class PresetFile:
    """What a file holds, and a sentence for each value in it that was left out because it is impossible."""

    preset: UserPreset
    problems: tuple[Text, ...]


def unknown_in(content: bytes) -> dict[str, Any]:
    """Return what a file holds that only a newer version knows, to be written again; nothing of one that is damaged."""
    try:
        table = read_toml(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return {}
    found = {key: value for key, value in table.items() if key not in _KEYS}
    known = {item.name for item in declarations(SamplingSettings)}
    values = table.get("values")
    beyond = {name: value for name, value in values.items() if name not in known} if isinstance(values, dict) else {}
    return {**found, "values": beyond} if beyond else found


def to_toml(preset: UserPreset, beyond: Mapping[str, Any] | None = None) -> str:
    """Write one of the user's own modes as a file, with what an earlier file of it held `beyond` that."""
    import tomli_w

    values = {name: value for name, value in preset.overrides.values if value is not None}
    table: dict[str, Any] = {
        "id": preset.id,
        "name": preset.name,
        "colour": preset.colour,
        "base": preset.base,
        "family": preset.family,
        "band": None if preset.band is None else [preset.band.low, preset.band.high],
        "instructions": preset.instructions or None,
        # TOML has no null: settings that are left to the program are listed.
        "automatic": [name for name, value in preset.overrides.values if value is None] or None,
        "values": {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()} or None,
    }
    given = {name: value for name, value in table.items() if value is not None}
    for name, value in (beyond or {}).items():
        given[name] = {**value, **given.get(name, {})} if name == "values" else value
    return _ABOUT + tomli_w.dumps(given, multiline_strings=True)


def from_toml(content: bytes) -> PresetFile:
    """Read a file. Raises UserError where it is none of the user's own modes at all."""
    if len(content) > MOST_BYTES:
        raise user_error("preset.too_large", limit=MOST_BYTES // 1024)
    try:
        table = read_toml(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # not UTF-8, not TOML, thousands of brackets or dots
        raise user_error("preset.not_toml", str(error)) from error
    if not ({"name", "base", "values"} & table.keys()):
        raise user_error("preset.not_one")
    return _Reader(table).read()


@dataclass
class _Reader:
    """Takes the values of a table one by one."""

    table: Mapping[str, Any]
    problems: list[Text] = field(default_factory=list)
    name: str = ""

    def read(self) -> PresetFile:
        # The name first: it stands in what is told about the rest.
        self.name = self._take("name", _name, "")
        base = self._take("base", _mode, default_mode().id)
        for key in sorted(self.table.keys() - _KEYS):
            self._complain("unknown", key)
        preset = UserPreset(
            id=self._take("id", _id, "") or new_id(base),
            name=self.name or base,
            base=base,
            colour=self._take("colour", _colour, COLOURS[0]),
            overrides=self._overrides(),
            band=self._take("band", _band, None),
            instructions=self._take("instructions", _instructions, ""),
            family=self._take("family", _family, None),
        )
        return PresetFile(preset, tuple(self.problems))

    def _take(self, key: str, accept: Callable[[object], T], otherwise: T) -> T:
        if key not in self.table:
            return otherwise
        try:
            return accept(self.table[key])
        except (ValueError, TypeError):
            self._complain(key if key in {"band", "base", "colour", "family", "name"} else "wrong", key)
            return otherwise

    def _complain(self, what: str, key: str) -> None:
        self.problems.append(Text(f"preset.problem.{what}", {"key": _short(key), "name": self.name or "…"}))

    def _overrides(self) -> SamplingOverrides:
        known = {item.name: item for item in declarations(SamplingSettings) if item.shown}
        overrides = SamplingOverrides()
        values: object = self.table.get("values", {})
        if not isinstance(values, dict):
            self._complain("wrong", "values")
            values = {}
        automatic: object = self.table.get("automatic", [])
        if not isinstance(automatic, list) or not all(isinstance(name, str) for name in automatic):
            self._complain("wrong", "automatic")
            automatic = []
        given: dict[str, Any] = {**dict.fromkeys(automatic), **values}
        for name, value in given.items():
            item = known.get(name)
            if item is None:
                self._complain("unknown", name)
                continue
            try:
                overrides = overrides.with_value(name, _schema(value) if name == "schema" else value)
            except ValueError:
                self._complain_of_value(name, item.low, item.high)
        return overrides

    def _complain_of_value(self, name: str, low: float, high: float) -> None:
        if low > float("-inf"):
            limits = (f"{low:g}", f"{high:g}")
            self.problems.append(
                Text(
                    "preset.problem.range",
                    {"key": name, "low": limits[0], "high": limits[1], "name": self.name or "…"},
                )
            )
        else:
            self._complain("wrong", name)


def _short(key: str) -> str:
    return key if len(key) <= NAME_MOST else f"{key[:NAME_MOST]}…"


def _require(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def _id(value: object) -> str:
    if not isinstance(value, str) or not is_own(value):
        raise ValueError(value)
    return value


def _name(value: object) -> str:
    name = " ".join(_require(value, str).split())
    if not name or len(name) > NAME_MOST or not name.isprintable():
        raise ValueError(value)
    return name


def _colour(value: object) -> str:
    if not _COLOUR.fullmatch(_require(value, str)):
        raise ValueError(value)
    return _require(value, str).lower()


def _mode(value: object) -> str:
    if value not in {item.id for item in modes()}:
        raise ValueError(value)
    return _require(value, str)


def _family(value: object) -> str:
    if value not in {item.id for item in families()}:
        raise ValueError(value)
    return _require(value, str)


def _instructions(value: object) -> str:
    text = _require(value, str)
    if len(text) > INSTRUCTIONS_MOST:
        raise ValueError(len(text))
    return text


def _band(value: object) -> Band:
    low, high = _require(value, list)
    temperature = next(item for item in declarations(SamplingSettings) if item.name == "temperature")
    numbers = [temperature.accept(low), temperature.accept(high)]
    return Band(*(_require(number, float) for number in numbers))


def _schema(value: OverrideValue) -> OverrideValue:
    """Refuse a schema that is not JSON: whether the engine can obey it is said when it is used."""
    if isinstance(value, str) and value != ANY_JSON:
        try:
            json.loads(value)
        except RecursionError as error:
            raise ValueError("too deep") from error
    return value
