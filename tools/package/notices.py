"""Writes THIRD_PARTY_NOTICES.txt: the licence of everything of others that a program's folder holds."""

import argparse
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.package.inventory import Component, Kind, LicenceText, Part, components, lists_folder, made_here
from tools.package.layout import version
from tools.system import say

NAME = "THIRD_PARTY_NOTICES.txt"
_WIDTH = 100
_ABOUT = """\
Tempera itself is under the MIT licence, in LICENSE.txt. It stands on the work of many others, which is in this package
under the licences that their authors chose. They are listed here, each with the text of its licence. The list was made
from what the package really holds; sbom.cdx.json says the same for machines."""
_QT = """\
Qt and PySide6 are used under version 3 of the GNU Lesser General Public License. They are in this package as shared
libraries of their own, without what only debuggers read, and you may replace them by other builds of the same version:
put your files in the place of those listed under "Qt and PySide6". Nothing in the terms of Tempera forbids to modify
these libraries, or to take the program apart in order to find faults in such changes. Their exact sources are in the
folder of their version at the addresses given there."""
_LIST_LIMIT = 12
"""Of more files than these, the rest is only counted."""


def write(program: Path) -> Path:
    """Write the notices of a program into its folder, and return the file.

    Raises MissingLicenceError where something in it has no licence text.
    """
    file = lists_folder(program) / NAME
    file.write_text(notices(components(program)), "utf-8")
    return file


def notices(listed: Sequence[Component]) -> str:
    """Return the notices. A text that several components share stands where it comes first."""
    ordered = sorted(listed, key=lambda one: (one.name.lower(), one.version))
    lines = [f"THIRD-PARTY NOTICES OF TEMPERA {version()}", "", *_filled(_ABOUT), ""]
    if any(one.name == "Qt and PySide6" for one in ordered):
        lines += [*_filled(_QT), ""]
    lines += ["CONTENTS", ""]
    lines += [f"  {_title(one)}: {one.licence}" for one in ordered]
    printed: dict[str, str] = {}
    for one in ordered:
        lines += ["", "=" * _WIDTH, *_section(one, printed)]
    return "\n".join(lines) + "\n"


def _section(one: Component, printed: dict[str, str]) -> Iterator[str]:
    yield _title(one)
    yield ""
    yield f"Licence: {one.licence}"
    if one.source:
        yield f"Source code: {one.source}"
    if one.files:
        yield from _filled(f"Files: {_some(one.files)}")
    if one.parts:
        yield from _filled(f"Compiled into it: {_some([_named(part) for part in one.parts], limit=len(one.parts))}")
    for text in one.texts:
        yield ""
        yield f"--- {text.name} ---"
        yield from _once(text, _title(one), printed)


def _once(text: LicenceText, where: str, printed: dict[str, str]) -> Iterator[str]:
    plain = "\n".join(line.rstrip() for line in text.text.replace("\f", "\n").splitlines()).strip()
    key = " ".join(plain.split())
    before = printed.setdefault(key, where)
    if before == where:
        yield plain
    else:
        yield f"(the same text as under {before})"


def _title(one: Component) -> str:
    return f"{one.name} {one.version}".strip() if one.kind is not Kind.MODEL else one.name


def _named(part: Part) -> str:
    licence = f" ({part.licence})" if part.licence else ""
    return f"{part.name} {part.version}{licence}"


def _some(items: Sequence[str], limit: int = _LIST_LIMIT) -> str:
    more = len(items) - limit
    return ", ".join(items[:limit]) + (f" and {more} more" if more > 0 else "")


def _filled(text: str) -> list[str]:
    return textwrap.wrap(" ".join(text.split()), _WIDTH, break_long_words=False, break_on_hyphens=False)


def main(arguments: Sequence[str]) -> int:
    """Write the notices of the program that the arguments name. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.package notices", description=__doc__)
    parser.add_argument("--program", type=Path, default=made_here(), help="its folder; default: what was made here")
    file = write(parser.parse_args(arguments).program.resolve())
    say(f"{file}: {file.stat().st_size / 1000:,.0f} kB")
    return 0
