"""A build whose back ends stand on the core beside it is found, refused where that is broken, and computes."""

from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from models.runtime import (
    MANIFEST,
    DeviceKind,
    Manifest,
    NativeBuild,
    core_folder,
    engine_environment,
    find_builds,
    measure,
    probe,
    read_manifest,
    write_manifest,
)
from models.runtime.environment import BACK_ENDS
from models.runtime.measurement import Measurement
from tests.runtime.builds import make_build
from tools.package.runtimes import lay_out


@pytest.fixture(scope="module")
def split(vulkan_runtime: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the Vulkan build in two parts."""
    folder = tmp_path_factory.mktemp("split")
    lay_out([vulkan_runtime], folder)
    return folder


def pair(folder: Path) -> Path:
    """Make the folders of a core and of a build that stands on it; return the latter."""
    make_build(folder / "cpu", "cpu")
    build = make_build(folder / "vulkan")
    write_manifest(build, replace(read_manifest(build), core="cpu"))
    return build


def problem(folder: Path) -> str | None:
    """Return what is said of the build called vulkan."""
    build = next(build for build in find_builds([folder]) if build.name == "vulkan")
    return build.problem.id if build.problem else None


def test_nothing_of_a_full_build_is_there_twice(split: Path, vulkan_runtime: Path) -> None:
    ours = [path.name for path in split.rglob("*") if path.is_file() and path.name != MANIFEST]
    names = [name for name in ours if not name.startswith("libgomp")]
    assert sorted(names) == sorted(file.name for file in read_manifest(vulkan_runtime).files)
    assert [path.name for path in (split / "vulkan").iterdir() if path.name != MANIFEST] == ["libggml-vulkan.so"]


def test_both_parts_are_whole(split: Path) -> None:
    core, vulkan = find_builds([split])
    assert (core.name, core.problem) == ("cpu", None)
    assert (vulkan.name, vulkan.problem) == ("vulkan", None)


def test_the_device_of_a_split_build_computes(split: Path) -> None:
    report = probe(NativeBuild("vulkan", split / "vulkan"), 60)
    assert report.reason is None
    (device,) = report.accelerators
    assert (device.name, device.kind) == ("Vulkan0", DeviceKind.GPU)
    assert report.devices[-1].kind is DeviceKind.CPU


def test_the_core_alone_computes_on_the_processor(split: Path) -> None:
    report = probe(NativeBuild("cpu", split / "cpu"), 60)
    assert report.usable
    assert report.reason is None
    assert report.accelerators == ()


def test_a_split_build_is_measured(split: Path, starter_model: Path) -> None:
    wanted = Measurement(device="Vulkan0", layers=999)
    found = measure(starter_model, NativeBuild("vulkan", split / "vulkan"), [wanted], [512], patience=60)
    assert found


def test_a_build_without_its_core_is_refused(tmp_path: Path) -> None:
    pair(tmp_path)
    assert problem(tmp_path) is None
    (tmp_path / "cpu").rename(tmp_path / "elsewhere")
    assert problem(tmp_path) == "runtime.core_damaged"


def test_a_build_whose_core_is_damaged_is_refused(tmp_path: Path) -> None:
    pair(tmp_path)
    (tmp_path / "cpu" / "libllama.so").write_bytes(b"short")
    assert problem(tmp_path) == "runtime.core_damaged"


def test_a_core_of_another_llama_cpp_is_refused(tmp_path: Path) -> None:
    pair(tmp_path)
    core = read_manifest(tmp_path / "cpu")
    write_manifest(tmp_path / "cpu", replace(core, llama_cpp="another commit"))
    assert problem(tmp_path) == "runtime.core_damaged"


def test_a_core_must_not_stand_on_another(tmp_path: Path) -> None:
    build = pair(tmp_path)
    write_manifest(build, replace(read_manifest(build), core="vulkan"))
    assert problem(tmp_path) == "runtime.core_damaged"


def test_a_core_elsewhere_is_no_name(tmp_path: Path) -> None:
    build = pair(tmp_path)
    write_manifest(build, replace(read_manifest(build), core="../cpu"))
    assert problem(tmp_path) == "runtime.damaged"


def test_the_environment_of_a_full_build_names_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BACK_ENDS, "/nowhere")
    build = make_build(tmp_path / "vulkan")
    environment = engine_environment(build)
    assert environment["LLAMA_CPP_LIB_PATH"] == str(build)
    assert BACK_ENDS not in environment


def test_the_environment_of_a_split_build_names_both_folders(tmp_path: Path) -> None:
    build = pair(tmp_path)
    environment = engine_environment(build)
    assert core_folder(build) == tmp_path / "cpu"
    assert environment["LLAMA_CPP_LIB_PATH"] == str(tmp_path / "cpu")
    assert environment[BACK_ENDS] == str(build)


def test_a_package_offers_only_what_it_brings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pair(tmp_path)
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert [build.name for build in find_builds([tmp_path])] == ["cpu", "vulkan"]
    assert find_builds([tmp_path / "nowhere"]) == ()


def test_a_manifest_without_a_core_is_one_of_a_full_build() -> None:
    assert Manifest("cpu", version("llama-cpp-python"), "", (), (), (), (), 0.0).core == ""
