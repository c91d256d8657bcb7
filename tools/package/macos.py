"""The package for macOS: the bundle, signed from the inside out, in a disk image; with secrets known to Apple, too.

The environment says who signs: TEMPERA_CODESIGN_IDENTITY names a certificate in the keychain (none: nobody, as Macs
with Apple's processors want it at least), TEMPERA_NOTARY_PROFILE the keychain's profile for Apple's notary.
"""

import os
import platform
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.package.layout import BASE, PACKAGING, PROGRAM, artefact, version
from tools.system import NotReadyError, say

IDENTITY, PROFILE = "TEMPERA_CODESIGN_IDENTITY", "TEMPERA_NOTARY_PROFILE"
ENTITLEMENTS = PACKAGING / "macos" / "entitlements.plist"

_NOBODY = "-"
_MACH_O = (b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How programs and libraries begin: of 64 bits, of 32, for several processors."""

_ATTEMPTS, _PAUSE_SECONDS = 3, 5.0
"""The system's own indexer may hold a disk image that is being made."""


def main(arguments: Sequence[str]) -> int:
    """Sign the bundle and make its disk image. Returns the exit status."""
    del arguments
    app = PROGRAM.with_name("Tempera.app")
    if platform.system() != "Darwin":
        raise NotReadyError("The package for macOS is made on a Mac.")
    if not app.is_dir():
        raise NotReadyError(f"There is no {app}; make it with: python -m tools.package build")
    identity, profile = os.environ.get(IDENTITY) or _NOBODY, os.environ.get(PROFILE, "")
    if profile and identity == _NOBODY:
        raise NotReadyError(f"Apple's notary wants a program that somebody signed; {IDENTITY} names nobody.")
    sign(app, identity)
    if profile:
        notarize(app, profile)
    image = disk_image(app, artefact(".dmg", BASE, system="macos", machine=platform.machine()))
    if identity != _NOBODY:
        _codesign(image, identity)
    if profile:
        notarize(image, profile)
    say(f"{image}: {image.stat().st_size / 2**20:,.0f} MiB")
    return 0


def sign(app: Path, identity: str) -> None:
    """Sign everything in the bundle that is code, the inner before the outer, and check it. Raises NotReadyError."""
    programs = app / "Contents" / "MacOS"
    for code in nested_code(app):
        _codesign(code, identity, entitled=code.parent == programs)
    _codesign(app, identity, entitled=True)
    _run("codesign", "--verify", "--deep", "--strict", str(app))


def nested_code(app: Path) -> Iterator[Path]:
    """Yield what is signed before the bundle itself: files first, then frameworks, each the deepest first."""
    paths = sorted(app.rglob("*"), key=lambda path: (-len(path.parts), path))
    real = [path for path in paths if not path.is_symlink()]
    yield from (path for path in real if path.is_file() and is_code(path))
    yield from (path for path in real if path.is_dir() and path.suffix == ".framework")


def is_code(file: Path) -> bool:
    """Return whether a file is a program or library for macOS."""
    with file.open("rb") as content:
        return content.read(4) in _MACH_O


def disk_image(app: Path, image: Path) -> Path:
    """Make a disk image with the bundle and a link to where programs belong, and return it."""
    image.parent.mkdir(parents=True, exist_ok=True)
    image.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(app, Path(place, app.name), symlinks=True)
        Path(place, "Applications").symlink_to("/Applications")
        command = ("hdiutil", "create", "-volname", f"Tempera {version()}", "-srcfolder", place)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                _run(*command, "-fs", "HFS+", "-format", "UDZO", "-ov", str(image))
                break
            except NotReadyError:
                if attempt == _ATTEMPTS:
                    raise
                time.sleep(_PAUSE_SECONDS)
    return image


def notarize(made: Path, profile: str) -> None:
    """Have Apple's notary look at a bundle or disk image, and attach the answer, so that it is known offline, too."""
    with tempfile.TemporaryDirectory() as place:
        sent = made
        if made.is_dir():
            sent = Path(place, f"{made.name}.zip")
            _run("ditto", "-c", "-k", "--keepParent", str(made), str(sent))
        # It ends with 0 although Apple refuses; only what is accepted can be stapled.
        _run("xcrun", "notarytool", "submit", str(sent), "--keychain-profile", profile, "--wait")
    _run("xcrun", "stapler", "staple", str(made))


def _codesign(code: Path, identity: str, *, entitled: bool = False) -> None:
    command = ["codesign", "--force", "--sign", identity]
    if identity != _NOBODY:
        command += ["--timestamp", "--options", "runtime"]
    if entitled:
        command += ["--entitlements", str(ENTITLEMENTS)]
    _run(*command, str(code))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise NotReadyError(f"{done.stdout}{done.stderr}\n{' '.join(command[:2])} failed; its message is above.")
