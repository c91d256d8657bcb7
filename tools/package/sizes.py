"""Says what each part of the program's folder weighs, and compares it with the budget."""

import argparse
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.package.layout import BASE, FLAVOUR, FLAVOURS, PROGRAM
from tools.packages import ROOT
from tools.system import NotReadyError, say

BUDGET = ROOT / "tools" / "package" / "budget.toml"
MEGABYTE = 1_000_000
OTHERS = "others"

_MODELS = re.compile(r"^starter/")
_PARTS = (
    (re.compile(r"^runtimes/([^/]+)/"), "runtimes: {}"),
    (re.compile(r"^_internal/(PySide6|shiboken6)(/|$)"), "Qt"),
    (re.compile(r"^_internal/numpy(\.libs)?/"), "numpy"),
    (re.compile(r"^_internal/(libpython3|python3|base_library|lib(crypto|ssl|sqlite3|ffi|bz2|lzma)\.)"), "Python"),
    (re.compile(r"^(tempera[^/]*|_internal/modules\.pyz)$"), "modules and programs"),
    (re.compile(r"(LICEN[CS]E|NOTICES|sbom)[^/]*$|^_internal/resources/licences/|-info/"), "licences"),
    (re.compile(r"^_internal/(resources|ziamath|ziafont|latex2mathml)/"), "fonts, texts, tables"),
)


@dataclass(frozen=True)
class Budget:
    """What a flavour may weigh in bytes: the whole, and each part."""

    whole: int
    parts: dict[str, int]


def main(arguments: Sequence[str]) -> int:
    """Print the sizes; return 1 where one is over the budget."""
    parser = argparse.ArgumentParser(prog="python -m tools.package sizes", description=__doc__)
    parser.add_argument("--flavour", choices=FLAVOURS, default=os.environ.get(FLAVOUR) or BASE)
    parser.add_argument("folder", nargs="?", type=Path, default=PROGRAM)
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        raise NotReadyError(f"{options.folder} is not here. This makes it: python -m tools.package build")
    found, allowed = sizes(options.folder), budget(options.flavour)
    for line in table(found, allowed):
        say(line)
    return 1 if over(found, allowed) else 0


def budget(flavour: str) -> Budget:
    """Return the budget of a flavour."""
    table = tomllib.loads(BUDGET.read_text("utf-8"))[flavour]
    parts = {part: round(size * MEGABYTE) for part, size in table["parts"].items()}
    return Budget(round(table["whole"] * MEGABYTE), parts)


def sizes(folder: Path) -> dict[str, int]:
    """Return what each part weighs in bytes, the heaviest first; models are not counted, nor links."""
    found: Counter[str] = Counter()
    for file in folder.rglob("*"):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and not file.is_symlink() and not _MODELS.match(name):
            found[_part(name)] += file.stat().st_size
    return dict(found.most_common())


def over(found: dict[str, int], allowed: Budget) -> tuple[str, ...]:
    """Return the names of the parts that are over the budget, `whole` for all together."""
    parts = tuple(part for part, size in found.items() if size > allowed.parts.get(part, 0))
    return (*parts, *(("whole",) if sum(found.values()) > allowed.whole else ()))


def table(found: dict[str, int], allowed: Budget) -> Iterator[str]:
    """Yield the lines that show both."""
    heavy = over(found, allowed)
    rows = [(part, size, allowed.parts.get(part, 0)) for part, size in found.items()]
    for part, size, most in (*rows, ("whole", sum(found.values()), allowed.whole)):
        mark = "  over" if part in heavy else ""
        yield f"{part:<22}{size / MEGABYTE:8.1f} MB of {most / MEGABYTE:.0f}{mark}"


def _part(name: str) -> str:
    for pattern, part in _PARTS:
        if match := pattern.search(name):
            return part.format(*match.groups())
    return OTHERS
