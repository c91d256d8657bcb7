"""The installed packages of Python: which of them the program needs, their licences, and what is compiled into them."""

import json
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.package.inventory.component import Component, Kind, LicenceText, MissingLicenceError, Part
from tools.package.inventory.table import entry_of_distribution

PROGRAM = "tempera"
_TEXT_NAMES = ("licen", "copying", "notice", "authors")
_BY_CLASSIFIER = {
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_LONGEST_NAME = 60
"""Longer ones in the old field `License` are the text itself."""


def required(name: str = PROGRAM) -> list[Distribution]:
    """Return every installed package that one needs here to run, without itself, by name."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(name)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        asked = waiting.pop()
        key = (canonicalize_name(asked.name), frozenset(asked.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            one = distribution(asked.name)
        except PackageNotFoundError:
            continue  # an extra that is not installed
        found[key[0]] = one
        waiting.extend(need for need in map(Requirement, one.requires or ()) if _applies(need, asked.extras))
    found.pop(canonicalize_name(name), None)
    return [found[key] for key in sorted(found)]


def _applies(need: Requirement, extras: set[str]) -> bool:
    return need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in (extras or {""}))


def component(one: Distribution, *, files: tuple[str, ...] = ()) -> Component:
    """Return what is to be said of an installed package. Raises MissingLicenceError where it has no licence's text."""
    entry = entry_of_distribution(one.name)
    texts = (*_own_texts(one), *(entry.licence_texts() if entry else ()))
    licence = entry.licence if entry else _licence(one)
    if not texts or not licence:
        lacking = "no licence" if not licence else "no text of its licence"
        raise MissingLicenceError(
            f"{one.name} {one.version} brings {lacking}. Add it to resources/licences and parts.toml, with its origin."
        )
    return Component(
        name=entry.title or one.name if entry else one.name,
        version=one.version,
        kind=Kind.PYTHON_PACKAGE,
        licence=licence,
        texts=texts,
        purl=f"pkg:pypi/{canonicalize_name(one.name)}@{one.version}",
        source=(entry.source if entry else "") or _source(one),
        files=files,
        parts=tuple(_compiled_in(one)),
    )


def _own_texts(one: Distribution) -> Iterator[LicenceText]:
    for file in one.files or ():
        inside = file.parts[0].endswith((".dist-info", ".egg-info"))
        if inside and "sboms" not in file.parts and any(word in file.name.lower() for word in _TEXT_NAMES):
            text = Path(str(one.locate_file(file))).read_text("utf-8")
            if text.strip():
                yield LicenceText("/".join(file.parts[1:]).removeprefix("licenses/"), text)


def _licence(one: Distribution) -> str:
    if expression := _field(one, "License-Expression"):
        return expression
    named = _field(one, "License")
    if named and named != "UNKNOWN" and len(named) <= _LONGEST_NAME and "\n" not in named:
        return {"BSD": "BSD-3-Clause", "Apache 2.0": "Apache-2.0"}.get(named, named)
    classifiers = one.metadata.get_all("Classifier") or []
    found = (_BY_CLASSIFIER.get(text.rpartition(" :: ")[2]) for text in classifiers if text.startswith("License :: "))
    return next(filter(None, found), "")


def _field(one: Distribution, name: str) -> str:
    return str(next(iter(one.metadata.get_all(name) or []), "")).strip()


def _source(one: Distribution) -> str:
    labels = dict(text.split(", ", 1) for text in one.metadata.get_all("Project-URL") or [] if ", " in text)
    by_label = {label.lower(): place for label, place in labels.items()}
    known = (by_label.get(label) for label in ("source", "source code", "repository", "github", "homepage"))
    return next(filter(None, known), _field(one, "Home-page"))


def _compiled_in(one: Distribution) -> Iterator[Part]:
    """Yield what the package's own list of ingredients (PEP 770) says was compiled into it."""
    for file in one.files or ():
        if "sboms" not in file.parts or not file.name.endswith(".json"):
            continue
        listed = json.loads(Path(str(one.locate_file(file))).read_text("utf-8")).get("components", [])
        for item in listed:
            licences = [found for each in item.get("licenses", []) if (found := _named_licence(each))]
            yield Part(item["name"], item.get("version", ""), " AND ".join(licences), item.get("purl", ""))


def _named_licence(item: dict[str, object]) -> str:
    named = item.get("license")
    found = item.get("expression") or (named.get("id") or named.get("name") if isinstance(named, dict) else "")
    return str(found or "")
