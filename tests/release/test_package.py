"""What a copy of the program came as."""

import sys
from pathlib import Path

import pytest

from models.release import Flavour, Package, PackageKind, others_licences, own_licence, this_package


def _installed(folder: Path, monkeypatch: pytest.MonkeyPatch, *, platform: str = "linux") -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "executable", str(folder / "tempera"))


def test_a_source_tree_has_its_own_licence_alone() -> None:
    assert this_package() == Package(PackageKind.SOURCE, None, portable=False)
    licence = own_licence()
    assert licence is not None
    assert licence.read_text("utf-8").startswith("MIT License")
    assert others_licences() is None


def test_an_unpacked_folder_knows_its_flavour_and_its_licences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(tmp_path, monkeypatch)
    assert this_package() == Package(PackageKind.FOLDER, None, portable=False)
    (tmp_path / "runtimes" / "cpu").mkdir(parents=True)
    assert this_package().flavour is Flavour.BASE
    (tmp_path / "runtimes" / "cuda13").mkdir()
    (tmp_path / "portable").touch()
    assert this_package() == Package(PackageKind.FOLDER, Flavour.CUDA, portable=True)
    assert str(this_package()) == "folder, cuda, portable"
    assert (own_licence(), others_licences()) == (None, None)
    for name in ("LICENSE.txt", "THIRD_PARTY_NOTICES.txt"):
        (tmp_path / name).touch()
    assert (own_licence(), others_licences()) == (tmp_path / "LICENSE.txt", tmp_path / "THIRD_PARTY_NOTICES.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="the folders of Linux are no folders there")
def test_what_the_package_manager_put_there_is_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(Path("/usr/lib/tempera"), monkeypatch)
    assert this_package().kind is PackageKind.SYSTEM


def test_an_appimage_is_known_by_where_it_is_mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(tmp_path / "mounted" / "usr" / "lib" / "tempera", monkeypatch)
    monkeypatch.setenv("APPIMAGE", str(tmp_path / "Tempera.AppImage"))
    monkeypatch.setenv("APPDIR", str(tmp_path / "mounted"))
    assert this_package().kind is PackageKind.APPIMAGE
    monkeypatch.setenv("APPDIR", str(tmp_path / "another"))
    assert this_package().kind is PackageKind.FOLDER


def test_an_uninstaller_tells_of_an_installer_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(tmp_path, monkeypatch, platform="win32")
    assert this_package().kind is PackageKind.FOLDER
    (tmp_path / "uninstall.exe").touch()
    assert this_package().kind is PackageKind.INSTALLER


def test_a_bundle_is_known_by_its_folders_on_macos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _installed(tmp_path / "Tempera.app" / "Contents" / "MacOS", monkeypatch, platform="darwin")
    assert this_package().kind is PackageKind.BUNDLE
    for name in ("cpu", "metal"):
        (tmp_path / "Tempera.app" / "Contents" / "Resources" / "runtimes" / name).mkdir(parents=True)
    assert this_package().flavour is Flavour.METAL
