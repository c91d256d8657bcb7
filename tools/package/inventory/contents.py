"""What lies in a program's folder: the modules in its executables, and its native libraries."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from PyInstaller.archive.readers import (  # type: ignore[import-untyped]
    ArchiveReadError,
    CArchiveReader,
    ZlibArchiveReader,
)

_LIBRARY_SUFFIXES = (".dll", ".dylib", ".pyd", ".so")
_ZIPPED_MODULES = {"z", "Z"}
"""PyInstaller's letters for an archive of modules inside an executable."""


@dataclass(frozen=True)
class Contents:
    """A program's folder; on macOS the bundle.

    `executables` has the programs, `bundled` are the folders that PyInstaller fills, `beside` has what was laid there
    afterwards: native builds, the starter, the lists of licences.
    """

    program: Path
    executables: Path
    bundled: tuple[Path, ...]
    beside: Path

    def modules(self) -> set[str]:
        """Return the full names of all modules of Python that are packed into archives."""
        return set(_packed_modules(self.executables)).union(*map(_packed_modules, self.bundled))

    def files(self) -> Iterator[tuple[Path, Path]]:
        """Yield every file that PyInstaller put there once: its path, and that below its folder."""
        for folder in self.bundled:
            for file in sorted(folder.rglob("*")):
                if file.is_file() and not file.is_symlink():
                    yield file, file.relative_to(folder)


def contents(program: Path) -> Contents:
    """Return the parts of a program's folder."""
    if program.suffix == ".app":
        inside = program / "Contents"
        return Contents(program, inside / "MacOS", (inside / "Frameworks", inside / "Resources"), inside / "Resources")
    return Contents(program, program, (program / "_internal",), program)


def is_library(file: PurePath) -> bool:
    """Say by its name whether a file is a native library or an extension of Python; macOS's may have no suffix."""
    name = file.name.lower()
    in_framework = any(part.endswith(".framework") for part in file.parts) and not file.suffix
    return name.endswith(_LIBRARY_SUFFIXES) or ".so." in name or in_framework


def _packed_modules(folder: Path) -> Iterator[str]:
    for file in sorted(folder.iterdir()) if folder.is_dir() else ():
        if not file.is_file() or file.is_symlink():
            continue
        if file.suffix == ".pyz":
            yield from ZlibArchiveReader(str(file)).toc
        elif file.suffix in {"", ".exe", ".pkg"}:
            yield from _modules_of_executable(file)


def _modules_of_executable(file: Path) -> Iterator[str]:
    try:
        archive = CArchiveReader(str(file))
    except ArchiveReadError:
        return  # not one of PyInstaller's
    for name, (*_, letter) in archive.toc.items():
        if letter in _ZIPPED_MODULES:
            yield from archive.open_embedded_archive(name).toc
