"""What the doctor finds, with the real engine and real probes."""

from pathlib import Path
from typing import NamedTuple

import pytest

from models.doctor import Report, examine
from models.files import ChecksumCache
from models.library import import_model, verify
from models.paths import Paths, user_paths
from models.texts import Phrasebook
from tests.model_library.samples import never, unheard, write_model

SAY = Phrasebook("en")


class Usage(NamedTuple):
    """What `shutil.disk_usage` returns."""

    total: int
    used: int
    free: int


@pytest.fixture
def paths(monkeypatch: pytest.MonkeyPatch) -> Paths:
    """The places of this test; no native build is there but llama-cpp-python's own."""
    monkeypatch.setenv("TEMPERA_RUNTIMES", "")
    return user_paths()


def test_a_computer_without_models_and_graphics_card_is_told_how_to_get_both(paths: Paths) -> None:
    report = examine(paths, SAY)
    assert not report.healthy
    assert SAY("doctor.advice.models") in report.advice
    assert report.home_problem is None
    assert (report.engine.problem, report.engine.runtime) == (None, "cpu")
    assert report.memory.total > report.memory.available > 0
    (build,) = report.builds
    assert (build.name, build.folder, build.usable, build.chosen) == ("cpu", None, True, True)
    assert SAY("doctor.advice.build") in report.advice


def test_a_damaged_native_build_is_reported_and_the_processor_used(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "runtimes" / "vulkan").mkdir(parents=True)
    (tmp_path / "runtimes" / "vulkan" / "manifest.json").write_text("{")
    monkeypatch.setenv("TEMPERA_RUNTIMES", str(tmp_path / "runtimes"))
    builds = {build.name: build for build in examine(paths, SAY).builds}
    assert not builds["vulkan"].usable
    assert builds["vulkan"].problem == SAY("runtime.damaged", file="manifest.json")
    assert builds["cpu"].chosen


def test_models_are_reported_with_what_was_found_out_about_them(paths: Paths, tmp_path: Path) -> None:
    checksums = ChecksumCache(paths.checksums)
    for name in ("right", "wrong", "never checked"):
        model = import_model(
            write_model(tmp_path / f"{name}.gguf"), paths.models, copy=True, progress=unheard, cancelled=never
        )
        assert model is not None
        if name == "wrong":
            content = model.path.read_bytes()
            model.path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        if name != "never checked":
            verify(model.path, paths.models, checksums=checksums, progress=unheard, cancelled=never)
    (paths.models / "damaged.gguf").write_bytes(b"GGUF")
    found = {model.file: model for model in examine(paths, SAY).models}
    assert found["right.gguf"].check == SAY("doctor.checksum_right")
    assert found["wrong.gguf"].problem == SAY("doctor.checksum_wrong")
    assert (found["never checked.gguf"].check, found["never checked.gguf"].problem) == ("", None)
    assert found["damaged.gguf"].problem == SAY("error.file.cut_off", name="damaged.gguf")


def test_folders_are_reported_with_what_they_take_and_links_are_not_followed(paths: Paths, tmp_path: Path) -> None:
    paths.models.mkdir(parents=True)
    paths.logs.mkdir()
    (paths.logs / "a.log").write_bytes(bytes(1000))
    (tmp_path / "elsewhere").write_bytes(bytes(50_000))
    (paths.logs / "link").symlink_to(tmp_path / "elsewhere")
    folders = {folder.name: folder for folder in examine(paths, SAY).folders}
    assert set(folders) == {SAY("doctor.folder.models"), SAY("doctor.folder.logs")}
    assert 1000 <= folders[SAY("doctor.folder.logs")].bytes < 2000


def test_a_home_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    report = examine(Paths(tmp_path / "file"), SAY)
    assert report.home_problem is not None
    assert not report.healthy


def test_a_disk_that_is_nearly_full_is_said(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: Usage(10 << 30, 9 << 30, 1 << 30))
    report: Report = examine(paths, SAY)
    assert SAY("doctor.advice.disk", folder=str(paths.home), free="1.00 GiB") in report.advice
