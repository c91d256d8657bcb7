"""The executables of a package: what each begins with, what it brings, and how the systems are told of it."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tools.package.bundle_info import bundle_info
from tools.package.denylist import NO_MODULES, is_file_left_out, is_module_left_out
from tools.package.layout import PACKAGING, version
from tools.packages import ROOT

_FROZEN = ROOT / "tools" / "package" / "frozen"
_WINDOW = "tempera"
_QT_HOOK = "pyi_rth_pyside6"
"""PyInstaller's preparation of Qt, which loads it: for the window alone."""

_REPLACED = "cryptography"
_METADATA = ("tempera", "llama-cpp-python", "huggingface-hub", "keyring")
"""Distributions whose version or entry points the program asks for."""

_DATA_OF = ("ziamath", "ziafont", "latex2mathml", "jsonschema_specifications")
"""Packages with fonts, tables and schemas of their own."""

_KEYRINGS = {
    "linux": ("SecretService", "kwallet"),
    "darwin": ("macOS",),
    "win32": ("Windows",),
}


@dataclass(frozen=True)
class Program:
    """One executable: its name, the script it runs, and whether it has a console on Windows."""

    name: str
    script: Path
    console: bool = True


def executables() -> tuple[Program, ...]:
    """Return the programs of a package for this system, the window first."""
    names = ("tempera", "tempera-engine", "tempera-downloads", "tempera-exchange")
    window, *others = (_FROZEN / "programs" / f"{name.replace('-', '_')}.py" for name in names)
    # Elsewhere than on Windows a link: no program has a console of its own.
    twin = (Program("tempera-cli", window),) if sys.platform == "win32" else ()
    return (Program("tempera", window, console=False), *twin, *map(Program, names[1:], others))


def analysis() -> dict[str, Any]:
    """Return what PyInstaller is to look at: one search for all programs, whose modules share an archive."""
    return {
        "scripts": sorted({str(one.script) for one in executables()}),
        "pathex": [str(ROOT)],
        "hiddenimports": [*_modules("models"), *_modules("desktop"), *_keyrings()],
        "excludes": list(NO_MODULES),
        "datas": _data(),
        "runtime_hooks": [str(_FROZEN / "begin.py")],
        "optimize": 2,
    }


def scripts_of(one: Program, scripts: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return what one program runs: the scripts of all, without those that others begin with."""
    others = {other.script.stem for other in executables()} - {one.script.stem}
    no_qt = () if one.script.stem == _WINDOW else (_QT_HOOK,)
    return [entry for entry in scripts if entry[0] not in others and not entry[0].startswith(no_qt)]


def left_out(entry: tuple[str, str, str]) -> bool:
    """Say whether a file that PyInstaller collected is not to be in the package."""
    name, origin, _kind = entry
    return is_file_left_out(name, origin=origin)


def archive(pure: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Return the modules of all programs, each once, and what stands in the place of some."""
    modules = {name: (name, path, kind) for name, path, kind in pure if not name.startswith(f"{_REPLACED}.")}
    instead = sorted((_FROZEN / _REPLACED).rglob("__init__.py"))
    if sys.platform == "linux":
        for file in instead:
            name = ".".join(file.parent.relative_to(_FROZEN).parts)
            modules[name] = (name, str(file), "PYMODULE")
    modules["llama_cpp"] = ("llama_cpp", str(_FROZEN / "llama_cpp" / "__init__.py"), "PYMODULE")
    return sorted(modules.values())


def icon() -> str | None:
    """Return the icon of the executables, for the systems that keep it in them."""
    name = {"win32": "windows/tempera.ico", "darwin": "macos/tempera.icns"}.get(sys.platform)
    return str(PACKAGING / name) if name else None


def bundle_information() -> dict[str, Any]:
    """Return what macOS is told of the program."""
    about = bundle_info()
    return {
        "icon": icon(),
        "bundle_identifier": about["CFBundleIdentifier"],
        "version": version(),
        "info_plist": about,
    }


def _modules(package: str) -> list[str]:
    """Return the names of all modules below one of our packages, as the files are."""
    folder = ROOT / package
    files = sorted(folder.rglob("*.py"))
    names = (".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files)
    own = {"win32": ".windows", "linux": ".linux", "darwin": ".macos"}
    foreign = tuple(part for system, part in own.items() if system != sys.platform)
    found = (name.removesuffix(".__init__") for name in names)
    return [
        name for name in found if not is_module_left_out(name) and not any(f"{part}." in f"{name}." for part in foreign)
    ]


def _keyrings() -> list[str]:
    return [f"keyring.backends.{name}" for name in ("chainer", "fail", "null", *_KEYRINGS.get(sys.platform, ()))]


def _data() -> list[tuple[str, str]]:
    hooks: Any = import_module("PyInstaller.utils.hooks")
    found = [(str(ROOT / "resources"), "resources")]
    found += [entry for name in _METADATA for entry in hooks.copy_metadata(name)]
    found += [entry for name in _DATA_OF for entry in hooks.collect_data_files(name)]
    return found
