"""The bundle for macOS is signed from the inside out and put into a disk image; macOS is told all of it."""

import os
import platform
import plistlib
import sys
from pathlib import Path

import pytest

from tools.package import layout, macos
from tools.package.bundle_info import bundle_info
from tools.package.macos import IDENTITY, PROFILE, main
from tools.system import NotReadyError

CODE = b"\xcf\xfa\xed\xfe" + bytes(12)
TOOLS = ("codesign", "hdiutil", "xcrun", "ditto")
TOOL = """#!/bin/sh
name="${{0##*/}}"
{{ printf '%s\\037' "$name" "$@"; echo; }} >> '{log}'
if [ "$name" = hdiutil ]; then
  for last; do :; done
  ls "$5" > "$last"
fi
case " {failing} " in *" $name "*) exit 1;; esac
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are scripts that Windows does not start")


class Mac:
    """A bundle, and stand-ins for the programs of a Mac that only write down how they are called."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.app = folder / "Tempera.app"
        self._log = folder / "calls"
        self._tools = folder / "bin"
        self._tools.mkdir()
        self.fail()
        monkeypatch.setenv("PATH", f"{self._tools}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setattr(platform, "system", lambda: "Darwin")
        monkeypatch.setattr(macos, "PROGRAM", folder / "tempera")
        monkeypatch.setattr(layout, "OUT", folder / "out")
        monkeypatch.setattr(macos, "_PAUSE_SECONDS", 0)
        for name in (IDENTITY, PROFILE):
            monkeypatch.delenv(name, raising=False)
        inside = self.app / "Contents"
        framework = inside / "Frameworks" / "QtCore.framework" / "Versions" / "A"
        for name in ("MacOS/tempera", "MacOS/tempera-engine", "Resources/runtimes/cpu/libllama.dylib"):
            (inside / name).parent.mkdir(parents=True, exist_ok=True)
            (inside / name).write_bytes(CODE)
        framework.mkdir(parents=True)
        (framework / "QtCore").write_bytes(CODE)
        (framework.parent / "Current").symlink_to("A")
        (inside / "Resources" / "starter.gguf").write_bytes(b"GGUF")
        (inside / "MacOS" / "tempera-cli").symlink_to("tempera")

    def fail(self, *names: str) -> None:
        """Let some of the programs fail from now on, the others not."""
        for name in TOOLS:
            script = TOOL.format(log=self._log, failing=" ".join(names))
            (self._tools / name).write_text(script, "utf-8")
            (self._tools / name).chmod(0o755)

    def calls(self, *program: str) -> list[list[str]]:
        """Return how `program` was called, in order."""
        lines = self._log.read_text("utf-8").splitlines()
        calls = [line.split("\037")[:-1] for line in lines]
        return [words for words in calls if words[: len(program)] == list(program)]


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mac:
    return Mac(tmp_path, monkeypatch)


def test_code_is_signed_from_the_inside_out_and_nothing_else(mac: Mac) -> None:
    assert main([]) == 0
    *signed, check = mac.calls("codesign")
    names = [str(Path(words[-1]).relative_to(mac.app.parent)) for words in signed]
    inside = "Tempera.app/Contents"
    assert names == [
        f"{inside}/Frameworks/QtCore.framework/Versions/A/QtCore",
        f"{inside}/Resources/runtimes/cpu/libllama.dylib",
        f"{inside}/MacOS/tempera",
        f"{inside}/MacOS/tempera-engine",
        f"{inside}/Frameworks/QtCore.framework",
        "Tempera.app",
    ]
    assert "--verify" in check


def test_only_programs_have_entitlements(mac: Mac) -> None:
    main([])
    entitled = {Path(words[-1]).name for words in mac.calls("codesign") if "--entitlements" in words}
    assert entitled == {"tempera", "tempera-engine", "Tempera.app"}


def test_without_secrets_it_is_signed_by_nobody_and_apple_not_asked(mac: Mac) -> None:
    main([])
    assert all(words[3] == "-" and "--timestamp" not in words for words in mac.calls("codesign", "--force"))
    assert mac.calls("xcrun") == []


def test_with_secrets_bundle_and_image_are_signed_and_known_to_apple(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(IDENTITY, "Developer ID")
    monkeypatch.setenv(PROFILE, "notary")
    main([])
    signed = mac.calls("codesign", "--force")
    assert all(words[3] == "Developer ID" and "runtime" in words and "--timestamp" in words for words in signed)
    assert Path(signed[-1][-1]).suffix == ".dmg"
    sent = [Path(words[3]).name for words in mac.calls("xcrun", "notarytool", "submit")]
    stapled = [Path(words[-1]).suffix for words in mac.calls("xcrun", "stapler", "staple")]
    assert sent[0] == "Tempera.app.zip"
    assert stapled == [".app", ".dmg"]


@pytest.mark.usefixtures("mac")
def test_the_image_has_the_program_and_the_place_to_drop_it_on(tmp_path: Path) -> None:
    main([])
    (image,) = (tmp_path / "out").glob("*.dmg")
    assert image.read_text("utf-8").split() == ["Applications", "Tempera.app"]


def test_an_image_that_the_system_holds_is_tried_again_a_few_times(mac: Mac) -> None:
    mac.fail("hdiutil")
    with pytest.raises(NotReadyError, match="hdiutil create"):
        main([])
    assert len(mac.calls("hdiutil")) == 3


@pytest.mark.parametrize("tool", ["codesign", "xcrun"])
def test_what_apples_programs_refuse_is_no_package(mac: Mac, monkeypatch: pytest.MonkeyPatch, tool: str) -> None:
    monkeypatch.setenv(IDENTITY, "Developer ID")
    monkeypatch.setenv(PROFILE, "notary")
    mac.fail(tool)
    with pytest.raises(NotReadyError, match=tool):
        main([])
    assert mac.calls("hdiutil") == []


def test_the_notary_is_not_asked_about_what_nobody_signed(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROFILE, "notary")
    with pytest.raises(NotReadyError, match=IDENTITY):
        main([])
    assert not (mac.app.parent / "calls").exists()


@pytest.mark.usefixtures("mac")
def test_elsewhere_than_on_a_mac_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    with pytest.raises(NotReadyError, match="on a Mac"):
        main([])


def test_macos_offers_the_program_for_model_files_and_takes_none_from_others() -> None:
    info = plistlib.loads(plistlib.dumps(bundle_info()))
    (document,) = info["CFBundleDocumentTypes"]
    (kind,) = info["UTImportedTypeDeclarations"]
    assert document["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert document["LSHandlerRank"] == "Alternate"
    assert kind["UTTypeTagSpecification"] == {"public.filename-extension": ["gguf"]}
    assert info["NSHumanReadableCopyright"].startswith("Copyright")


def test_icons_that_macos_is_told_of_are_there() -> None:
    info = bundle_info()
    named = {info["CFBundleIconFile"], info["CFBundleDocumentTypes"][0]["CFBundleTypeIconFile"]}
    assert named == {path.name for path in (layout.PACKAGING / "macos").glob("*.icns")}


def test_entitlements_are_a_property_list_of_switches() -> None:
    entitlements = plistlib.loads(macos.ENTITLEMENTS.read_bytes())
    assert entitlements
    assert set(entitlements.values()) == {True}
