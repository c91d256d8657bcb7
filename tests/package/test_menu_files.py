"""What lies beside the program on Linux is valid, in both languages, and true."""

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from models.texts import LANGUAGES
from tests.project.source import ROOT
from tools.package.changelog import releases
from tools.package.layout import version
from tools.package.menu_files import LINUX, home, lay_out, manual_page, metainfo

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux' own files")

PAGES = ("tempera.1", "zh_CN/tempera.1")


@pytest.fixture(scope="module")
def share(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like /usr/share with the program's files."""
    folder = tmp_path_factory.mktemp("menu") / "share"
    lay_out(folder)
    return folder


def output(*command: object) -> str:
    """Everything a command says; it must succeed."""
    line = [str(word) for word in command]
    done = subprocess.run(line, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_menu_entry_is_valid_and_speaks_both_languages(share: Path) -> None:
    entry = share / "applications" / "tempera.desktop"
    assert output("desktop-file-validate", entry) == ""
    keys = dict(line.split("=", 1) for line in entry.read_text("utf-8").splitlines() if "=" in line)
    for key in ("GenericName", "Comment", "Keywords"):
        assert keys[key].isascii()
        assert not keys[f"{key}[zh_CN]"].isascii()


def test_description_passes_the_software_centres_check(share: Path) -> None:
    file = next((share / "metainfo").glob("*.metainfo.xml"))
    said = output("appstreamcli", "validate", "--no-net", "--no-color", file)
    notes = [line for line in said.splitlines() if re.match(r"[EWI]:", line)]
    # an id that claims no domain: a package that the release workflow makes has a real one
    assert [line for line in notes if "cid-maybe-not-rdns" not in line] == []


def test_description_speaks_both_languages(share: Path) -> None:
    tree = ET.parse(next((share / "metainfo").glob("*.metainfo.xml")))  # noqa: S314 - our own file
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    for name in ("summary", "p", "li", "developer_name"):
        found = [element.get(language) for element in tree.iter(name)]
        assert found, name
        assert found == [None, "zh_CN"] * (len(found) // 2), name


def test_description_tells_of_every_release_and_of_the_project_where_it_is_known(tmp_path: Path) -> None:
    source = tmp_path / "release.json"
    source.write_text(json.dumps({"page": "https://github.com/Some-One/tempera/releases"}), "utf-8")
    lives = home(source)
    assert lives.component == "io.github.some_one.tempera"
    text = metainfo(lives, releases())
    file = tmp_path / f"{lives.component}.metainfo.xml"
    file.write_text(text, "utf-8")
    assert "cid-maybe" not in output("appstreamcli", "validate", "--no-net", "--pedantic", file)
    assert '<url type="homepage">https://github.com/Some-One/tempera</url>' in text
    assert re.findall(r'<release version="([^"]+)"', text) == [release.version for release in releases()]


def test_other_host_gives_an_id_of_its_own(tmp_path: Path) -> None:
    source = tmp_path / "release.json"
    source.write_text(json.dumps({"page": "https://code.7things.example/tempera/"}), "utf-8")
    assert home(source).component == "example._7things.code.tempera"


@pytest.mark.parametrize("name", ["model.gguf", "without-an-ending"])
def test_file_type_is_known_by_its_ending_and_by_its_content(share: Path, tmp_path: Path, name: str) -> None:
    mime = tmp_path / "data" / "mime"
    (mime / "packages").mkdir(parents=True)
    (mime / "packages" / "tempera.xml").write_bytes((share / "mime" / "packages" / "tempera.xml").read_bytes())
    output("update-mime-database", mime)
    file = tmp_path / name
    file.write_bytes(b"GGUF\3\0\0\0" + bytes(100))
    line = ("env", f"XDG_DATA_HOME={mime.parent}", f"XDG_DATA_DIRS={tmp_path}", "gio", "info", file)
    assert "standard::content-type: application/x-gguf" in output(*line)


def test_every_icon_that_is_named_is_there(share: Path) -> None:
    icons = share / "icons" / "hicolor"
    for name in ("apps/tempera", "mimetypes/application-x-gguf"):
        assert (icons / "scalable" / f"{name}.svg").is_file()
        assert {path.parts[-3] for path in icons.glob(f"*/{name}.png")} >= {"16x16", "32x32", "48x48", "256x256"}


@pytest.mark.parametrize("page", PAGES)
def test_manual_page_is_well_formed(page: str, tmp_path: Path) -> None:
    file = tmp_path / "tempera.1"
    file.write_text(manual_page((LINUX / page).read_text("utf-8")), "utf-8")
    assert "@" not in file.read_text("utf-8")
    said = output("env", "LC_ALL=C.UTF-8", "man", "--warnings", "-E", "UTF-8", "-l", file)
    assert "warning" not in said
    assert version() in said


@pytest.mark.parametrize("page", PAGES)
def test_manual_page_tells_of_every_command_and_no_other(page: str) -> None:
    text = (LINUX / page).read_text("utf-8")
    usage = subprocess.run([sys.executable, "-m", "desktop", "--help"], cwd=ROOT, capture_output=True, check=True)
    found = re.search(r"\{([a-z,-]+)\}", usage.stdout.decode())
    assert found
    section = text.split(".SH COMMANDS\n" if page == PAGES[0] else ".SH 命令\n")[1].split("\n.SH ")[0]
    assert re.findall(r"^\.TP\n\.BI? ([a-z-]+)", section, re.MULTILINE) == sorted(found[1].split(","))


def test_there_is_a_manual_page_for_every_language_but_the_first(share: Path) -> None:
    translated = {path.name for path in (share / "man").iterdir() if path.name != "man1"}
    assert translated == set(LANGUAGES) - {"en"}


def test_versions_of_the_changelog_are_read() -> None:
    text = "# Changelog\n\n## [Unreleased]\n\n## [0.2.0rc1] - 2027-01-02\n\n## [0.1.0] - 2026-11-22\n"
    assert [(found.version, f"{found.day:%d.%m.%Y}") for found in releases(text)] == [
        ("0.2.0rc1", "02.01.2027"),
        ("0.1.0", "22.11.2026"),
    ]
