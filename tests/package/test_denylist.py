"""Nothing that the program imports is left out of a package, and nothing that the window loads."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.source import ROOT
from tools.package.denylist import is_file_left_out, is_module_left_out

NOT_IN_PACKAGES = {"models/bench/peers/completion_program.py"}
LOADS = """
import sys
from desktop.start import open_window
import desktop.window, models.cli
print(*sys.modules, sep="\\n")
"""


def imported(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each import below a folder: the file, and the name of the module."""
    for file in sorted(folder.rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if name in NOT_IN_PACKAGES:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield name, node.module


@pytest.mark.parametrize("part", ["desktop", "models"])
def test_nothing_that_the_program_imports_is_left_out(part: str) -> None:
    found = list(imported(ROOT / part))
    assert len(found) > 500
    assert [(file, module) for file, module in found if is_module_left_out(module)] == []


def test_the_window_has_what_it_loads() -> None:
    command = [sys.executable, "-P", "-c", LOADS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    modules = done.stdout.split()
    assert "desktop.window" in modules
    assert [name for name in modules if is_module_left_out(name)] == []


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", ""),
        ("PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so", ""),
        ("PySide6/Qt/lib/libQt6Network.so.6", ""),
        ("libxcb-cursor.so.0", "/usr/lib/x86_64-linux-gnu/libxcb-cursor.so.0"),
        ("libsqlite3.so.0", "/usr/lib/x86_64-linux-gnu/libsqlite3.so.0"),
        ("resources/texts/en.json", ""),
        ("resources/icons/tempera.svg", ""),
        ("tempera-0.1.0.dist-info/METADATA", ""),
    ],
)
def test_files_that_are_needed(name: str, origin: str) -> None:
    assert not is_file_left_out(name, origin=origin)


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("PySide6/Qt/lib/libQt6Quick.so.6", ""),
        ("PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6", ""),
        ("PySide6\\opengl32sw.dll", ""),
        ("libstdc++.so.6", "/usr/lib/x86_64-linux-gnu/libstdc++.so.6"),
        ("libgcc_s.so.1", "/lib/x86_64-linux-gnu/libgcc_s.so.1"),
        ("libglib-2.0.so.0", "/usr/lib/x86_64-linux-gnu/libglib-2.0.so.0"),
        ("libcrypto.so.3", "/usr/lib/x86_64-linux-gnu/libcrypto.so.3"),
        ("llama_cpp/lib/libllama.so", ""),
        ("resources/packaging/linux/icons/tempera.png", ""),
    ],
)
def test_files_that_are_not_needed(name: str, origin: str) -> None:
    assert is_file_left_out(name, origin=origin)
