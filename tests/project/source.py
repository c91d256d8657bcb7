"""The repository as the rules see it: its files, and the program's modules as syntax trees."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
APP = ("desktop", "models")
CODE = (*APP, "bench", "tests", "tools")


@dataclass(frozen=True)
class Module:
    """One Python file: its path from the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The name it is imported by."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Return the modules in some of the top folders."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    texts = ((path, path.read_text("utf-8")) for path in paths)
    return tuple(Module(path.relative_to(ROOT), text, ast.parse(text)) for path, text in texts)


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is, or is about to be, in the repository."""
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def text_files() -> Iterator[tuple[Path, str]]:
    """Yield path from the root and content of every file that is text."""
    for path in files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield path.relative_to(ROOT), content.decode("utf-8")


@cache
def project_file() -> dict[str, Any]:
    """Return what `pyproject.toml` says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins() -> dict[str, str]:
    """Return the versions in `constraints.txt` by package, as they are written there."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = (line.partition("==") for line in lines if line and not line.startswith("#"))
    return {name: version for name, _, version in pairs}
