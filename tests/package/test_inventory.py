"""The licences of what is in a package: all of them are found, and what has none is refused."""

import shutil
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest

from models.catalog import starters
from models.runtime import BuiltFile, Manifest, write_manifest
from tools.package import numpy_wheel
from tools.package.inventory import Component, Kind, MissingLicenceError, components, package_component, required
from tools.package.inventory.contents import contents
from tools.package.inventory.laid_beside import laid_beside
from tools.package.inventory.owners import Owners, is_stand_in, packages_in
from tools.package.inventory.table import FOLDER, table
from tools.package.notices import notices
from tools.packages import ROOT

COMMIT = "0c1e570985f3c57b8fe9ce1b3f1b9a3c5a4e8d2b"
OPENBLAS = [str(file) for file in distribution("numpy").files or () if "openblas" in file.name]
BRINGS_OPENBLAS = pytest.mark.skipif(
    not any(name.startswith("numpy.libs/") for name in OPENBLAS), reason="this numpy uses the system's library"
)


@pytest.fixture(scope="module")
def owners() -> Owners:
    return Owners()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Return a program's folder with one package, one native build and a starter, but without executables."""
    folder = tmp_path / "tempera"
    speedups = next(file for file in distribution("MarkupSafe").files or () if file.name.endswith((".so", ".pyd")))
    inside = folder / "_internal" / "markupsafe"
    inside.mkdir(parents=True)
    shutil.copy2(str(distribution("MarkupSafe").locate_file(speedups)), inside)
    _add_build(folder, "cpu", "libllama.so", "libggml-cpu-x64.so")
    (folder / "starter").mkdir()
    (folder / "starter" / starters()[0].name).write_bytes(b"GGUF")
    return folder


def _add_build(program: Path, name: str, *files: str, commit: str = COMMIT) -> Path:
    build = program / "runtimes" / name
    build.mkdir(parents=True)
    for file in files:
        (build / file).write_bytes(file.encode())
    listed = tuple(BuiltFile(file, len(file), "0" * 64) for file in files)
    manifest = Manifest(name, "0.3.36", commit, (), (), (), listed, 1.0, cuda="13.0" if name.startswith("cuda") else "")
    write_manifest(build, manifest)
    return build


@pytest.fixture
def with_numpy(program: Path) -> Path:
    """The same program with an extension of numpy."""
    inside = program / "_internal" / "numpy" / "_core"
    inside.mkdir(parents=True)
    (inside / "_multiarray_umath.so").touch()
    return program


def _compile_numpy(folder: Path) -> None:
    """Fill a folder as the one in which numpy without a library for linear algebra is kept."""
    about = folder / f"numpy-{distribution('numpy').version}.dist-info"
    about.mkdir(parents=True)
    metadata = "Metadata-Version: 2.4\nName: numpy\nVersion: 2.0\nLicense-Expression: BSD-3-Clause\n"
    files = {"METADATA": metadata, "LICENSE.txt": "its own terms\n", "RECORD": "numpy/_core/_multiarray_umath.so,,\n"}
    files["RECORD"] += "".join(f"{about.name}/{name},,\n" for name in files)
    for name, text in files.items():
        (about / name).write_text(text, "utf-8")


def _named(listed: list[Component], name: str) -> Component:
    return next(one for one in listed if one.name == name)


def test_every_package_that_the_program_needs_has_a_licence_with_its_text() -> None:
    needed = [package_component(one) for one in required()]
    assert {"Qt and PySide6", "numpy", "llama_cpp_python"} <= {one.name for one in needed}
    assert "pytest" not in {one.name for one in needed}
    assert [one.name for one in needed if not one.licence or not any(text.text.strip() for text in one.texts)] == []


def test_a_package_without_a_licence_text_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "bare-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\nLicense: MIT\n", "utf-8")
    (folder / "RECORD").write_text("bare-1.0.dist-info/METADATA,,\n", "utf-8")
    with pytest.raises(MissingLicenceError, match=r"bare 1\.0 brings no text of its licence"):
        package_component(Distribution.at(folder))
    (folder / "LICENSE").write_text("do what you like\n", "utf-8")
    (folder / "RECORD").write_text("bare-1.0.dist-info/METADATA,,\nbare-1.0.dist-info/LICENSE,,\n", "utf-8")
    assert [text.text for text in package_component(Distribution.at(folder)).texts] == ["do what you like\n"]


def test_texts_are_there_say_where_they_come_from_and_are_all_used() -> None:
    entries = (*table().distribution, *table().library, *table().native)
    named = {name for entry in entries for name in entry.texts}
    assert [name for name in sorted(named) if not (FOLDER / name).is_file()] == []
    asked_for_by_name = {"Apache-2.0.txt"}
    assert {file.name for file in FOLDER.glob("*.txt")} - named - asked_for_by_name == set()
    silent = [entry.name for entry in entries if entry.texts and not entry.origin]
    assert silent == []


def test_what_lies_in_a_program_is_listed(program: Path) -> None:
    listed = components(program)
    assert {"Python", "MarkupSafe", "llama.cpp and ggml", "Qwen2.5 0.5B Instruct"} <= {one.name for one in listed}
    assert "numpy" not in {one.name for one in listed}
    (file,) = _named(listed, "MarkupSafe").files
    assert file.startswith("_internal/markupsafe/_speedups.")
    native = _named(listed, "llama.cpp and ggml")
    assert (native.version, native.kind) == (COMMIT, Kind.LIBRARY)
    assert native.files == ("runtimes/cpu/libggml-cpu-x64.so", "runtimes/cpu/libllama.so")


def test_a_library_that_nobody_knows_is_refused(program: Path) -> None:
    (program / "_internal" / "libnobody-knows.so.7").write_bytes(b"")
    with pytest.raises(MissingLicenceError, match=r"libnobody-knows\.so\.7"):
        components(program)


def test_a_library_whose_licence_would_be_that_of_the_whole_program_is_refused(program: Path) -> None:
    (program / "_internal" / "libreadline.so.8").write_bytes(b"")
    with pytest.raises(MissingLicenceError, match="GPL"):
        components(program)


@pytest.mark.skipif(sys.platform != "linux", reason="Debian's packages say the licences of libraries")
def test_a_library_of_the_system_brings_the_text_of_its_package(program: Path) -> None:
    if not Path("/usr/share/doc/zlib1g/copyright").exists():
        pytest.skip("this system has no copyright file of zlib")
    (program / "_internal" / "libz.so.1").write_bytes(b"")
    zlib = _named(components(program), "zlib")
    assert zlib.licence == "Zlib"
    assert "Jean-loup Gailly" in zlib.texts[0].text
    assert zlib.files == ("_internal/libz.so.1",)


@BRINGS_OPENBLAS
def test_of_a_numpy_that_was_compiled_without_a_library_its_own_licence_is_told(
    with_numpy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.package.numpy_wheel.cache", lambda: tmp_path / "cache")
    with pytest.raises(MissingLicenceError, match=r"numpy .* is not kept here"):
        components(with_numpy)
    _compile_numpy(numpy_wheel._place())
    listed = components(with_numpy)
    numpy = _named(listed, "numpy")
    assert [text.text for text in numpy.texts] == ["its own terms\n"]
    assert numpy.files == ("_internal/numpy/_core/_multiarray_umath.so",)
    assert "openblas" not in notices(listed).lower()


@BRINGS_OPENBLAS
def test_of_the_installed_numpy_the_licence_of_its_library_is_told(with_numpy: Path) -> None:
    (with_numpy / "_internal" / "numpy.libs").mkdir()
    for file in OPENBLAS:
        (with_numpy / "_internal" / file).touch()
    assert "OpenBLAS" in notices(components(with_numpy))


def test_nvidias_libraries_need_its_agreement(program: Path) -> None:
    build = _add_build(program, "cuda13", "libggml-cuda.so", "libcudart.so.13")
    with pytest.raises(MissingLicenceError, match="EULA"):
        components(program)
    (build / "NVIDIA-EULA.txt").write_text("the agreement", "utf-8")
    cuda = _named(components(program), "NVIDIA CUDA runtime and cuBLAS")
    assert (cuda.version, cuda.texts[0].text) == ("13.0", "the agreement")
    assert cuda.files == ("runtimes/cuda13/libcudart.so.13",)


def test_native_builds_of_two_versions_are_refused(program: Path) -> None:
    _add_build(program, "vulkan", "libggml-vulkan.so", commit="f" * 40)
    with pytest.raises(MissingLicenceError, match="several versions"):
        list(laid_beside(contents(program)))


def test_a_starter_that_the_catalogue_does_not_know_is_refused(program: Path) -> None:
    (program / "starter" / "mystery.gguf").write_bytes(b"GGUF")
    with pytest.raises(MissingLicenceError, match=r"mystery\.gguf"):
        components(program)


def test_every_module_is_someones(owners: Owners) -> None:
    assert owners.of_module("numpy.linalg") == "numpy"
    assert owners.of_module("jaraco.context") == "jaraco.context"
    assert owners.of_module("jaraco") is None
    assert owners.of_module("sqlite3.dbapi2") is None
    assert owners.of_module("models.cli") is None
    with pytest.raises(LookupError, match="stranger"):
        owners.of_module("stranger.inside")


def test_the_package_that_was_made_here_holds_nothing_unknown(owners: Owners) -> None:
    made = ROOT / "build" / "package" / "tempera"
    if not (made / "_internal").is_dir():
        pytest.skip("no package was made here; make package makes one")
    assert {"PySide6_Essentials", "msgspec"} <= packages_in(contents(made), owners).keys()


def test_what_stands_in_for_a_larger_module_is_ours(
    owners: Owners, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgspec").mkdir()
    (tmp_path / "msgspec" / "__init__.py").touch()
    (tmp_path / "programs").mkdir()
    (tmp_path / "programs" / "some_program.py").touch()
    monkeypatch.setattr("tools.package.inventory.owners._STAND_INS", tmp_path)
    is_stand_in.cache_clear()
    assert owners.of_module("msgspec") is None
    assert owners.of_module("some_program") is None
    assert owners.of_module("msgspec.json") == "msgspec"
    is_stand_in.cache_clear()
