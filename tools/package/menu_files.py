"""What a Linux desktop wants beside a program: menu entry, description, file type, icons, manual pages."""

import gzip
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from tools.package.changelog import Release, moment, releases
from tools.package.layout import PACKAGING, version
from tools.packages import ROOT

LINUX = PACKAGING / "linux"
"""The files as they are kept in the repository."""

COMMANDS = ("tempera", "tempera-cli")
"""What a person types."""

_DRAWINGS = {
    "apps/tempera.svg": ROOT / "resources" / "icons" / "tempera.svg",
    "mimetypes/application-x-gguf.svg": PACKAGING / "gguf.svg",
}


@dataclass(frozen=True)
class Home:
    """Where the project lives on the network: its page, and the id that follows from it."""

    page: str | None
    component: str


def home(file: Path = ROOT / "resources" / "release.json") -> Home:
    """Return where the project lives: the release workflow writes it down; a package made elsewhere names no place."""
    if not file.exists():
        return Home(page=None, component="local.tempera.tempera")
    page = str(json.loads(file.read_text("utf-8"))["page"]).removesuffix("/").removesuffix("/releases")
    parts = urlsplit(page)
    host = (parts.hostname or "").split(".")
    reverse = ["io", "github", parts.path.split("/")[1]] if host == ["github", "com"] else host[::-1]
    words = [re.sub(r"[^a-z0-9_]", "_", word.lower()) for word in (*reverse, "tempera")]
    return Home(page=page, component=".".join(f"_{word}" if word[0].isdigit() else word for word in words))


def lay_out(share: Path) -> None:
    """Write everything into a folder that is laid out like /usr/share."""
    lives = home()
    _write(share / "applications" / "tempera.desktop", (LINUX / "tempera.desktop").read_text("utf-8"))
    _write(share / "mime" / "packages" / "tempera.xml", (LINUX / "tempera.xml").read_text("utf-8"))
    _write(share / "metainfo" / f"{lives.component}.metainfo.xml", metainfo(lives, releases()))
    shutil.copytree(LINUX / "icons", share / "icons")
    for name, drawing in _DRAWINGS.items():
        _write(share / "icons" / "hicolor" / "scalable" / name, drawing.read_text("utf-8"))
    for language in ("", "zh_CN"):
        page = manual_page((LINUX / language / "tempera.1").read_text("utf-8"))
        _write_manual(page, share / "man" / language / "man1")


def metainfo(lives: Home, released: Iterable[Release]) -> str:
    """Return the description for software centres, with the versions and the address filled in."""
    template = (LINUX / "metainfo.xml").read_text("utf-8")
    lines = [
        f'    <release version="{escape(release.version)}" date="{release.day:%Y-%m-%d}"/>\n' for release in released
    ]
    links = {"homepage": lives.page, "bugtracker": f"{lives.page}/issues"} if lives.page else {}
    urls = [f'  <url type="{kind}">{escape(address or "")}</url>\n' for kind, address in links.items()]
    filled = template.replace("@ID@", escape(lives.component)).replace("@URLS@", "".join(urls))
    return filled.replace("@RELEASES@", "".join(lines))


def manual_page(template: str) -> str:
    """Return a manual page with the version and its day filled in."""
    day = datetime.fromtimestamp(moment(), tz=UTC)
    return template.replace("@DAY@", f"{day:%Y-%m-%d}").replace("@VERSION@", version())


def compress(text: bytes) -> bytes:
    """Return `text` as gzip writes it at its best, without a time."""
    return gzip.compress(text, compresslevel=9, mtime=0)


def _write_manual(page: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    first, *others = COMMANDS
    (folder / f"{first}.1.gz").write_bytes(compress(page.encode()))
    for name in others:
        (folder / f"{name}.1.gz").symlink_to(f"{first}.1.gz")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
