"""The administrative side of a .deb: its control file, changelog, copyright and checksums."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from tools.package.changelog import Release, moment
from tools.package.layout import BASE, project, version
from tools.package.menu_files import LINUX
from tools.packages import ROOT

_NO_ADDRESS = "tempera@tempera.invalid"
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}
_KIB = 1024


def package_name(flavour: str) -> str:
    """Return the name of the package of a flavour."""
    return "tempera" if flavour == BASE else f"tempera-{flavour}"


def debian_version(upstream: str) -> str:
    """Return a version of Python's kind as Debian sorts it: 1.0rc2 is before 1.0, so it becomes 1.0~rc2-1."""
    for mark in ("a", "b", "rc", ".dev"):
        upstream = upstream.replace(mark, f"~{mark.strip('.')}", 1)
    return f"{upstream}-1"


def architecture(machine: str) -> str:
    """Return Debian's name of a processor, as Python's platform.machine() names it."""
    return _MACHINES[machine]


def maintainer() -> str:
    """Return who made the package, as name and address."""
    author = project()["authors"][0]
    return f"{author['name']} <{author.get('email', _NO_ADDRESS)}>"


def control(*, flavour: str, machine: str, depends: str, size: int, page: str | None) -> str:
    """Return the control file; `size` is what is installed, in KiB."""
    name = package_name(flavour)
    fields = {
        "Package": name,
        "Version": debian_version(version()),
        "Architecture": architecture(machine),
        "Maintainer": maintainer(),
        "Installed-Size": str(size),
        "Depends": depends,
        "Recommends": "mesa-vulkan-drivers | vulkan-icd, xdg-utils",
        "Suggests": "fonts-noto-cjk, gnome-keyring",
        "Section": "utils",
        "Priority": "optional",
    }
    if flavour != BASE:
        base = package_name(BASE)
        fields |= {"Provides": f"{base} (= {fields['Version']})", "Conflicts": base, "Replaces": base}
    else:
        fields |= {"Conflicts": "tempera-cuda", "Replaces": "tempera-cuda"}
    if page:
        fields["Homepage"] = page
    lines = [f"{name}: {value}\n" for name, value in fields.items()]
    return "".join(lines) + (LINUX / "description").read_text("utf-8")


def installed_size(root: Path) -> int:
    """Return what the tree `root` takes when it is installed, in KiB, by Debian's rule: 1 for what is no file."""
    inside = (path for path in root.rglob("*") if root / "DEBIAN" not in (path, *path.parents))
    return sum(-(-path.stat().st_size // _KIB) if path.is_file() and not path.is_symlink() else 1 for path in inside)


def changelog(name: str, released: Iterable[Release]) -> str:
    """Return Debian's changelog, one entry for each release."""
    return "\n".join(
        f"{name} ({debian_version(release.version)}) unstable; urgency=medium\n\n"
        f"  * Release {release.version}; what is new is in changelog.gz.\n\n"
        f" -- {maintainer()}  {format_datetime(release.day)}\n"
        for release in released
    )


def released_or_now(released: Iterable[Release]) -> tuple[Release, ...]:
    """Return `released`, with this version as the newest where the changelog does not tell of it yet."""
    released = tuple(released)
    if any(release.version == version() for release in released):
        return released
    return (Release(version(), datetime.fromtimestamp(moment(), tz=UTC)), *released)


def copyright_file(name: str) -> str:
    """Return the file `copyright`, with the program's licence in it."""
    text = (ROOT / "LICENSE").read_text("utf-8").split("\n\n", maxsplit=2)[2]
    licence = "\n".join(f" {line}" if line else " ." for line in text.strip().splitlines())
    template = (LINUX / "copyright").read_text("utf-8")
    return template.replace("@PACKAGE@", name).replace("@LICENSE@", licence)


def checksums(root: Path) -> str:
    """Return the file `md5sums`, by which dpkg finds damaged files."""
    inside = (path for path in sorted(root.rglob("*")) if root / "DEBIAN" not in path.parents)
    files = (path for path in inside if path.is_file() and not path.is_symlink())
    return "".join(f"{_md5(path)}  {path.relative_to(root)}\n" for path in files)


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
