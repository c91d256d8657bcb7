"""The packages for Windows: an installer, compiled by NSIS on any system, and a zip that needs no installation.

Where the environment variable TEMPERA_SIGN holds a command, as a JSON list of words, every program and library that
nobody has signed yet is signed by it: the file's path is added as its last word.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.package.bundle_info import copyright_line, publisher
from tools.package.layout import BUILD, CUDA, PACKAGING, PROGRAM, artefact, flavour, version, version_numbers
from tools.package.signing import sign, sign_unsigned, wants_signatures
from tools.packages import ROOT
from tools.system import NotReadyError, say

SCRIPT = PACKAGING / "windows" / "tempera.nsi"
LARGEST_PAYLOAD = 2**31 - 2**26
"""Bytes: NSIS counts the place of a file among all others in 31 bits; some is left for the installer itself."""

_NVIDIA_LICENCE = "NVIDIA-EULA.txt"
_MAKENSIS = Path("C:/Program Files (x86)/NSIS/makensis.exe")


def main(arguments: Sequence[str]) -> int:
    """Make the zip and the installer of the program's folder, or sign the one file named. Returns the exit status."""
    if arguments:
        sign(Path(arguments[0]))
        return 0
    if not (PROGRAM / "tempera.exe").is_file():
        raise NotReadyError(
            f"There is no program for Windows in {PROGRAM}; make it with: python -m tools.package build"
        )
    if wants_signatures():
        sign_unsigned(PROGRAM)
    kind = flavour()
    for made in (
        archive(PROGRAM, artefact(".zip", kind, system="windows", machine="x86_64")),
        installer(PROGRAM, artefact("-setup.exe", kind, system="windows", machine="x86_64"), flavour=kind),
    ):
        say(f"{made}: {made.stat().st_size / 2**20:,.0f} MiB")
    return 0


def archive(payload: Path, out: Path) -> Path:
    """Write the program's folder as a zip and return it."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for path in _files(payload):
            file.write(path, Path("Tempera") / path.relative_to(payload))
    return out


def installer(payload: Path, out: Path, *, flavour: str, target: str = "") -> Path:
    """Compile the installer of the program's folder and return it. `target` is NSIS's kind of installer, if not 32-bit.

    Raises NotReadyError where NSIS is missing, the program is too large for it or its compiler finds something wrong.
    """
    size = sum(file.stat().st_size for file in _files(payload))
    if size > LARGEST_PAYLOAD:
        raise NotReadyError(
            f"The program has {size / 2**30:.1f} GiB and an installer by NSIS holds 2 at most; ship the zip alone, or "
            "compile the CUDA build for fewer kinds of cards (--arch)."
        )
    work = BUILD / "windows"
    work.mkdir(parents=True, exist_ok=True)
    (work / "lists.nsh").write_text(removal(payload), "utf-8")
    out.parent.mkdir(parents=True, exist_ok=True)
    values = {
        "PAYLOAD": payload,
        "LISTS": work / "lists.nsh",
        "ICONS": PACKAGING / "windows",
        "OUT": out,
        "VERSION": version(),
        "NUMBERS": ".".join(map(str, version_numbers())),
        "PUBLISHER": publisher(),
        "COPYRIGHT": copyright_line(),
        "SIZE_KIB": -(-size // 1024),
        "LONGEST": max(len(name) for name in _names(payload)),
    }
    if flavour == CUDA:
        values["NVIDIA_LICENCE"] = _licence_to_show(payload, work)
    if wants_signatures():
        values["SIGN"] = f'"{sys.executable}" -m tools.package windows'
    _compile(values, target)
    return out


def removal(payload: Path) -> str:
    """Return the NSIS macro that removes from the installation what is in `payload`, and nothing else."""
    folders = sorted((path for path in payload.rglob("*") if path.is_dir()), key=lambda path: len(path.parts))
    lines = [f'Delete "$INSTDIR\\{name}"' for name in _names(payload)]
    lines += [f'RMDir "$INSTDIR\\{_name(folder, payload)}"' for folder in reversed(folders)]
    return "\n".join(["!macro RemoveFiles", *(f"  {line}" for line in lines), "!macroend", ""])


def _compile(values: dict[str, object], target: str) -> None:
    program = shutil.which("makensis") or (str(_MAKENSIS) if _MAKENSIS.exists() else None)
    if program is None:
        raise NotReadyError("The installer is compiled by NSIS, Debian's package nsis; it is not here.")
    command = [program, "-WX", "-V2", "-NOCD", "-INPUTCHARSET", "UTF8"]
    command += [f"-X{line}" for line in (f"Target {target}",) if target]
    command += [f"-D{name}={value}" for name, value in values.items()]
    done = subprocess.run(
        [*command, str(SCRIPT)], cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode != 0:
        raise NotReadyError(f"{done.stdout}{done.stderr}\nThe installer could not be compiled; the message is above.")


def _licence_to_show(payload: Path, work: Path) -> Path:
    found = next(payload.rglob(_NVIDIA_LICENCE), None)
    if found is None:
        raise NotReadyError(f"A package with CUDA needs NVIDIA's terms, {_NVIDIA_LICENCE}, beside its libraries.")
    shown = work / _NVIDIA_LICENCE
    shown.write_text(found.read_text("utf-8", "replace"), "utf-8-sig")  # NSIS knows UTF-8 by its mark
    return shown


def _files(payload: Path) -> Iterator[Path]:
    yield from sorted(path for path in payload.rglob("*") if path.is_file())


def _names(payload: Path) -> Iterator[str]:
    """Yield the paths below the folder of installation, as NSIS writes them."""
    yield from (_name(path, payload) for path in _files(payload))


def _name(path: Path, payload: Path) -> str:
    return str(path.relative_to(payload)).replace(os.sep, "\\").replace("$", "$$")
