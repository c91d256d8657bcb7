"""`constraints.txt` pins exactly everything that is installed, and names nothing but packages and versions."""

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from itertools import chain

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from tests.project.source import ROOT, pins, project_file

PINS = {canonicalize_name(name): version for name, version in pins().items()}
PLATFORMS = ("linux", "win32", "darwin")


def _asked_for() -> list[Requirement]:
    project = project_file()["project"]
    extras = project.get("optional-dependencies", {}).values()
    asked = chain(project["dependencies"], *extras, project_file()["build-system"]["requires"])
    return [Requirement(text) for text in asked]


def _with_all_they_need(asked: list[Requirement]) -> Iterator[NormalizedName]:
    """Yield the names of all that `asked` brings in on any platform, as far as it is installed here."""
    seen: set[tuple[NormalizedName, frozenset[str]]] = set()
    waiting = [(canonicalize_name(one.name), frozenset(one.extras)) for one in asked]
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        yield name
        try:
            needs = distribution(name).requires or []
        except PackageNotFoundError:  # for another platform, or for building only
            continue
        applying = (need for need in map(Requirement, needs) if _applies(need, extras))
        waiting.extend((canonicalize_name(need.name), frozenset(need.extras)) for need in applying)


def _applies(need: Requirement, extras: frozenset[str]) -> bool:
    marker = need.marker
    return marker is None or any(
        marker.evaluate({"extra": extra, "sys_platform": platform, "platform_system": system})
        for extra in {"", *extras}
        for platform, system in zip(PLATFORMS, ("Linux", "Windows", "Darwin"), strict=True)
    )


def test_pins_are_names_and_versions_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    entries = [line for line in lines if not line.startswith("#")]
    assert [line for line in entries if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9.+!]+", line)] == []
    assert entries == sorted(entries, key=lambda line: canonicalize_name(line.partition("==")[0]))
    assert len(entries) == len(PINS)


@pytest.mark.parametrize("asked", _asked_for(), ids=str)
def test_pin_is_a_version_that_the_project_asks_for(asked: Requirement) -> None:
    assert asked.specifier.contains(PINS[canonicalize_name(asked.name)])


def test_everything_that_is_brought_in_is_pinned() -> None:
    assert sorted(set(_with_all_they_need(_asked_for())) - set(PINS)) == []


def test_this_environment_is_the_pinned_one() -> None:
    installed = {}
    for name in _with_all_they_need(_asked_for()):
        try:
            installed[name] = distribution(name).version
        except PackageNotFoundError:
            continue
    build_tools = {canonicalize_name(Requirement(text).name) for text in project_file()["build-system"]["requires"]}
    wrong = {name: version for name, version in installed.items() if version != PINS.get(name)}
    assert {name: version for name, version in wrong.items() if name not in build_tools} == {}
