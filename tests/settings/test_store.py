"""The settings file: reading and writing it, and everything that can be wrong with it."""

import os
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.engine import EngineSettings, FlashAttention
from models.errors import UserError
from models.settings import PREFERENCES, Appearance, Language, Preferences, Section, SettingsStore

ENGINE = Section("engine", EngineSettings)
CHANGED = Preferences(
    theme=Appearance.DARK, language=Language.CHINESE, font_scale=1.2, last_model="C:\\模型\\a b'\".gguf"
)
Announce = Callable[[str], None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A settings file that does not exist, in a folder that does not either."""
    return tmp_path / "new folder" / "settings.toml"


@pytest.fixture
def store(path: Path) -> SettingsStore:
    """The store of that file."""
    return SettingsStore(path)


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_without_a_file_everything_has_its_default_and_nothing_is_written(store: SettingsStore, path: Path) -> None:
    assert store.load(PREFERENCES) == Preferences()
    assert not path.parent.exists()


def test_each_section_reads_back_what_was_saved(store: SettingsStore, path: Path) -> None:
    engine = EngineSettings(threads=4, flash_attention=FlashAttention.OFF)
    store.save(PREFERENCES, CHANGED)
    store.save(ENGINE, engine)
    fresh = SettingsStore(path)
    assert fresh.load(PREFERENCES) == CHANGED
    assert fresh.load(ENGINE) == engine


def test_a_value_set_back_to_its_default_leaves_the_file(store: SettingsStore, path: Path) -> None:
    store.save(PREFERENCES, CHANGED)
    store.save(PREFERENCES, replace(CHANGED, language=Language.SYSTEM, last_model=None))
    assert tomllib.loads(path.read_text("utf-8")) == {"preferences": {"theme": "dark", "font_scale": 1.2}}
    store.save(PREFERENCES, Preferences())
    assert tomllib.loads(path.read_text("utf-8")) == {}


def test_wrong_values_fall_back_one_by_one_and_the_log_says_so(
    store: SettingsStore, path: Path, expected_log: Announce
) -> None:
    write(path, '[preferences]\ntheme = "purple"\nfont_scale = 9\nenter_sends = false\nthme = "dark"\n')
    expected_log(r"settings\.toml: \[preferences\] theme: 'purple' is not one of .*; using 'system'")
    expected_log(r"font_scale: 9 is not between 0\.8 and 2; using 1\.0")
    expected_log(r"thme: no such setting")
    assert store.load(PREFERENCES) == Preferences(enter_sends=False)


def test_a_section_that_is_no_table_falls_back(store: SettingsStore, path: Path, expected_log: Announce) -> None:
    write(path, "preferences = 3\n[engine]\nthreads = 2\n")
    expected_log(r"\[preferences\] is not a section")
    assert store.load(PREFERENCES) == Preferences()
    assert store.load(ENGINE) == EngineSettings(threads=2)


def test_settings_of_a_newer_version_survive_a_rewrite(store: SettingsStore, path: Path) -> None:
    write(path, 'schema = 7\n[preferences]\ntheme = "dark"\nwallpaper = "x.png"\n[voice]\nspeed = 2\n')
    store.save(PREFERENCES, Preferences(theme=Appearance.LIGHT))
    assert tomllib.loads(path.read_text("utf-8")) == {
        "schema": 7,
        "preferences": {"theme": "light", "wallpaper": "x.png"},
        "voice": {"speed": 2},
    }


def test_a_choice_that_only_a_newer_version_has_stays_until_another_is_made(
    store: SettingsStore, path: Path, expected_log: Announce
) -> None:
    write(path, '[preferences]\ntheme = "sepia"\n')
    expected_log("theme: 'sepia' is not one of")
    found = store.load(PREFERENCES)
    store.save(PREFERENCES, replace(found, font_scale=1.5))
    assert tomllib.loads(path.read_text("utf-8"))["preferences"] == {"theme": "sepia", "font_scale": 1.5}
    store.save(PREFERENCES, replace(found, theme=Appearance.LIGHT))
    assert tomllib.loads(path.read_text("utf-8"))["preferences"] == {"theme": "light"}


@pytest.mark.parametrize(
    "content", ["not toml at all", "[preferences", b"\xff\xfe\x00[", 'theme = "dark', "a = " + "[" * 9999]
)
def test_a_file_that_is_not_toml_is_set_aside(
    store: SettingsStore, path: Path, content: str | bytes, expected_log: Announce
) -> None:
    write(path, content)
    before = path.read_bytes()
    expected_log(r"settings\.toml is not a settings file \(.*\); kept as settings\.toml\.bad")
    assert store.load(PREFERENCES) == Preferences()
    assert not path.exists()
    assert path.with_name("settings.toml.bad").read_bytes() == before


def test_after_that_saving_works_again(store: SettingsStore, path: Path, expected_log: Announce) -> None:
    write(path, "not toml at all")
    expected_log("is not a settings file")
    store.save(PREFERENCES, CHANGED)
    assert store.load(PREFERENCES) == CHANGED
    assert path.with_name("settings.toml.bad").exists()


def test_a_byte_order_mark_does_no_harm(store: SettingsStore, path: Path) -> None:
    write(path, b'\xef\xbb\xbf[preferences]\r\ntheme = "dark"\r\n')
    assert store.load(PREFERENCES) == Preferences(theme=Appearance.DARK)


def test_saving_leaves_nothing_but_the_file(store: SettingsStore, path: Path) -> None:
    store.save(PREFERENCES, CHANGED)
    assert [item.name for item in path.parent.iterdir()] == ["settings.toml"]


def test_a_crash_while_writing_leaves_the_old_file(
    store: SettingsStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(PREFERENCES, CHANGED)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError) as caught:
        store.save(PREFERENCES, Preferences())
    assert caught.value.text.id == "error.settings.not_saved"
    assert caught.value.text.fields == {"path": str(path)}
    assert "No space left" in caught.value.details
    assert path.read_bytes() == before


def test_a_folder_in_the_way_gives_defaults_and_is_not_overwritten(
    store: SettingsStore, path: Path, expected_log: Announce
) -> None:
    path.mkdir(parents=True)
    expected_log("the settings cannot be read")
    assert store.load(PREFERENCES) == Preferences()
    with pytest.raises(UserError):
        store.save(PREFERENCES, CHANGED)
    assert path.is_dir()


def test_a_file_that_may_not_be_read_is_not_overwritten(
    store: SettingsStore, path: Path, monkeypatch: pytest.MonkeyPatch, expected_log: Announce
) -> None:
    write(path, '[preferences]\ntheme = "dark"\n')

    def forbidden(*_: object, **__: object) -> str:  # root may read everything, so chmod proves nothing
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_text", forbidden)
        expected_log("the settings cannot be read")
        assert store.load(PREFERENCES) == Preferences()
        with pytest.raises(UserError):
            store.save(PREFERENCES, Preferences())
    assert store.load(PREFERENCES) == Preferences(theme=Appearance.DARK)
