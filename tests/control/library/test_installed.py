"""Models on this machine: listed, checked, made smaller, removed, taken in."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.control.library import importing
from models import library as library_room
from models.errors import user_error
from models.paths import Paths
from tests.control.library.conftest import Shown, model_content
from tests.settings_panel.told import Told
from tests.support.waiting_quantizer import WaitingQuantizer


@pytest.fixture
def small(paths: Paths) -> Path:
    path = paths.models / "small-Q8_0.gguf"
    path.write_bytes(model_content())
    return path


def test_models_are_listed_with_their_sum(small: Path, shown: Shown) -> None:
    page = shown.dialog.installed
    shown.wait(lambda: shown.says(page, "One model, 1 MB"))
    assert small.name == "small-Q8_0.gguf"
    assert shown.says(page, "Q8_0 · 1 MB · context 2,048")


def test_a_model_is_checked(small: Path, shown: Shown) -> None:
    page = shown.dialog.installed
    shown.wait(lambda: shown.says(page, "Small"))
    page.verify_requested.emit(small)
    shown.wait(lambda: shown.says(page, "Nobody published a checksum for it"))
    small.write_bytes(small.read_bytes().replace(b"Small", b"Smell"))
    page.verify_requested.emit(small)
    shown.wait(lambda: shown.says(page, "is not as it was") or shown.says(page, "small-Q8_0.gguf"))
    assert not shown.says(page, "The file is as it was")


def test_a_reference_is_taken_off_the_list_and_the_file_stays(shown: Shown, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "own.gguf"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(model_content("Own"))
    page = shown.dialog.installed
    page.dropped.emit(elsewhere)
    shown.wait(lambda: shown.says(page.importing, "Own"))
    assert shown.says(page.importing, "qwen2")
    shown.button(page.importing, "Use it where it is").click()
    shown.wait(lambda: shown.says(page, "Own is on the list now."))
    shown.wait(lambda: shown.says(page, "used where it lies"))
    page.remove_requested.emit(elsewhere)
    shown.wait(lambda: shown.says(page, "Own is off the list."))
    shown.wait(lambda: not shown.says(page, "used where it lies"))
    assert elsewhere.exists()


def test_a_file_is_copied_into_the_models_folder(shown: Shown, paths: Paths, tmp_path: Path) -> None:
    source = tmp_path / "模型.gguf"
    source.write_bytes(model_content("Own"))
    page = shown.dialog.installed
    page.dropped.emit(source)
    shown.wait(lambda: shown.says(page.importing, "Own"))
    shown.button(page.importing, "Copy to the models folder").click()
    shown.wait((paths.models / source.name).exists)
    shown.wait(page.importing.isHidden)


def test_a_file_that_is_no_model_is_refused(shown: Shown, tmp_path: Path) -> None:
    source = tmp_path / "page.gguf"
    source.write_text("<!doctype html>", "utf-8")
    card = shown.dialog.installed.importing
    shown.dialog.installed.dropped.emit(source)
    shown.wait(lambda: shown.says(card, "page.gguf") and not shown.says(card, "Reading…"))
    with pytest.raises(LookupError):
        shown.button(card, "Copy to the models folder")
    shown.button(card, "Not now").click()
    assert card.isHidden()


def test_removed_models_go_to_the_recycle_bin(small: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(small.parent.parent / "data"))
    page = shown.dialog.installed
    shown.wait(lambda: shown.says(page, "Small"))
    page.remove_requested.emit(small)
    shown.wait(lambda: not small.exists())
    shown.wait(lambda: shown.says(page, "Small is in the recycle bin."))


def test_a_failure_of_a_download_is_said_in_the_window(shown: Shown) -> None:
    shown.downloading.failed.emit(user_error("download.offline"))
    assert shown.says(shown.dialog, "Tempera is set to offline")
    shown.button(shown.dialog, "Close this message").click()
    assert not shown.says(shown.dialog, "Tempera is set to offline")


def test_a_smaller_copy_is_made(shown: Shown, paths: Paths, tiny_r1_model: Path) -> None:
    source = paths.models / "tiny-F16.gguf"
    source.symlink_to(tiny_r1_model)
    shown.library.open()
    page = shown.dialog.installed
    shown.wait(lambda: shown.says(page, "F16"))
    page.quantize_requested.emit(source, "Q4_0")
    shown.wait(lambda: shown.says(page, "Making Q4_0…"))
    shown.wait(lambda: shown.says(page, "Q4_0 is ready:"))
    assert (paths.models / "tiny-Q4_0.gguf").stat().st_size < tiny_r1_model.stat().st_size / 2


def test_making_a_smaller_copy_is_stopped(shown: Shown, paths: Paths, tiny_r1_model: Path) -> None:
    source = paths.models / "tiny-F16.gguf"
    source.symlink_to(tiny_r1_model)
    shown.library.open()
    page = shown.dialog.installed
    shown.wait(lambda: shown.says(page, "F16"))
    page.quantize_requested.emit(source, "Q4_K_M")
    page.cancel_requested.emit(source)
    shown.wait(lambda: shown.says(page, "Stopped. Nothing was changed."))
    assert not list(paths.models.glob("*Q4_K_M*"))


def test_making_a_smaller_copy_is_stopped_while_it_says_nothing(
    shown: Shown, paths: Paths, tiny_r1_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_room, "Quantizing", WaitingQuantizer)
    source = paths.models / "tiny-F16.gguf"
    source.symlink_to(tiny_r1_model)
    shown.library.open()
    page = shown.dialog.installed
    shown.wait(lambda: shown.says(page, "F16"))
    rested = Told(shown.library.rested)
    page.quantize_requested.emit(source, "Q4_K_M")
    assert shown.library.working
    page.cancel_requested.emit(source)
    shown.wait(lambda: shown.says(page, "Stopped. Nothing was changed."))
    shown.wait(lambda: not shown.library.working)
    assert rested.all == [()]


def test_closing_ends_a_quantizer_that_says_nothing(
    shown: Shown, paths: Paths, tiny_r1_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_room, "Quantizing", WaitingQuantizer)
    WaitingQuantizer.begun.clear()
    source = paths.models / "tiny-F16.gguf"
    source.symlink_to(tiny_r1_model)
    shown.library.open()
    shown.wait(lambda: shown.says(shown.dialog.installed, "F16"))
    shown.dialog.installed.quantize_requested.emit(source, "Q4_K_M")
    shown.wait(lambda: bool(WaitingQuantizer.begun))
    shown.library.close_down()
    assert WaitingQuantizer.begun[0].ended.is_set()


def test_while_a_file_is_copied_it_can_be_cancelled_and_another_one_waits(
    shown: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy(*_arguments: object, cancelled: Callable[[], bool], **_more: object) -> None:
        while not cancelled():
            time.sleep(0.01)

    monkeypatch.setattr(importing, "import_model", copy)
    first, second = tmp_path / "first.gguf", tmp_path / "second.gguf"
    first.write_bytes(model_content("First"))
    second.write_bytes(model_content("Second"))
    page = shown.dialog.installed
    page.dropped.emit(first)
    shown.wait(lambda: shown.says(page.importing, "First"))
    shown.button(page.importing, "Copy to the models folder").click()
    with pytest.raises(LookupError):
        shown.button(page.importing, "Not now")
    page.dropped.emit(second)
    assert shown.says(page, "first.gguf is being copied.")
    assert shown.says(page.importing, "First")
    shown.button(page.importing, "Cancel").click()
    shown.wait(page.importing.isHidden)
    page.dropped.emit(second)
    shown.wait(lambda: shown.says(page.importing, "Second"))
    assert shown.button(page.importing, "Not now").isVisibleTo(page)


def test_a_folder_that_cannot_be_listed_is_explained_and_looked_at_again(
    shown: Shown, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_folder: Path) -> None:
        raise user_error("error.folder.not_allowed", folder=str(paths.models))

    page = shown.dialog.installed
    shown.wait(lambda: not shown.says(page, "Reading"))
    with monkeypatch.context() as patched:
        patched.setattr(library_room, "installed_models", refuse)
        shown.library.open()
        shown.wait(lambda: shown.says(page, str(paths.models)))
    shown.library.open()
    shown.wait(lambda: not shown.says(page, str(paths.models)))
