"""The system's language is found, also where no terminal says which it is."""

import locale
import plistlib
import sys
from pathlib import Path

import pytest

from models.texts import chosen_language


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of somebody who double-clicks the program on macOS."""
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(locale, "getlocale", lambda: (None, "UTF-8"))
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    (tmp_path / "Library" / "Preferences").mkdir(parents=True)
    return tmp_path


def settings(home: Path, **values: object) -> None:
    file = home / "Library" / "Preferences" / ".GlobalPreferences.plist"
    file.write_bytes(plistlib.dumps(values, fmt=plistlib.FMT_BINARY))


@pytest.mark.parametrize(
    ("first", "language"), [("zh-Hans-CN", "zh_CN"), ("zh-Hans", "zh_CN"), ("en-GB", "en"), ("fr-FR", "en")]
)
def test_on_macos_it_is_the_first_of_the_users_languages(home: Path, first: str, language: str) -> None:
    settings(home, AppleLanguages=[first, "en-US", "zh-Hans-US"])
    assert chosen_language("system") == language


def test_what_a_terminal_says_goes_before(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(home, AppleLanguages=["zh-Hans-CN"])
    monkeypatch.setattr(locale, "getlocale", lambda: ("en_US", "UTF-8"))
    assert chosen_language("system") == "en"


@pytest.mark.parametrize("languages", [[], [7], "", 7, None])
def test_settings_without_languages_are_no_hindrance(home: Path, languages: object) -> None:
    settings(home, **({} if languages is None else {"AppleLanguages": languages}))
    assert chosen_language("system") == "en"


@pytest.mark.parametrize("content", [b"", b"<?xml version='1.0'?><plist>", b"bplist00 and no more"])
def test_damaged_settings_are_no_hindrance(home: Path, content: bytes) -> None:
    (home / "Library" / "Preferences" / ".GlobalPreferences.plist").write_bytes(content)
    assert chosen_language("system") == "en"


def test_missing_settings_are_no_hindrance(home: Path) -> None:
    assert not list((home / "Library" / "Preferences").iterdir())
    assert chosen_language("system") == "en"
