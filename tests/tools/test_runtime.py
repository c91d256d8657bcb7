"""Native builds are compiled from the pinned source, described by a manifest, and kept by what they were made of."""

import io
import os
import platform
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from models.runtime import MANIFEST, read_manifest
from tools.package.bundle_info import bundle_info
from tools.runtime.__main__ import lay_down
from tools.runtime.build import built
from tools.runtime.cpu import cpu
from tools.runtime.cuda import compiled_for, wanted_architectures
from tools.runtime.driver_stub import driver_functions, driver_stub
from tools.runtime.metal import metal
from tools.runtime.msvc import redistributables
from tools.runtime.newer_debian import mirrors
from tools.runtime.recipe import COMMON, OLDEST_MACOS, Recipe
from tools.runtime.registry import cache
from tools.runtime.source import source
from tools.runtime.toolkit import find_toolkit
from tools.runtime.vulkan import header_version
from tools.system import NotReadyError

TOP = "llama_cpp_python-0.3.36"
PROJECT = """
cmake_minimum_required(VERSION 3.14)
project(llama C)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
add_library(llama SHARED cmake/llama.c)
add_library(ggml-cpu-x64 SHARED cmake/llama.c)
add_dependencies(llama ggml-cpu-x64)
"""
VARIANTS = """
if (x86)
        ggml_add_cpu_backend_variant(x64)
            ggml_add_cpu_backend_variant(haswell        SSE42 AVX2)
        ggml_add_cpu_backend_variant(sapphirerapids SSE42 AMX_TILE)
endif()
"""
SOUND = "int llama(void) { return 1; }\n"

pytestmark = pytest.mark.skipif(platform.system() != "Linux", reason="libraries have other names elsewhere")

Pack = Callable[[str], None]


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pack:
    """Put a source archive into a new cache, of a llama.cpp that is one file."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def put(code: str) -> None:
        files = {
            "vendor/llama.cpp/CMakeLists.txt": PROJECT,
            "vendor/llama.cpp/LICENSE": "free",
            "vendor/llama.cpp/cmake/llama.c": code,
            "vendor/llama.cpp/ggml/src/CMakeLists.txt": VARIANTS,
            "vendor/llama.cpp/src/../../../escaped": "out",
            "vendor/llama.cpp/tools/not-needed": "",
            ".git/modules/vendor/llama.cpp/HEAD": "0c1e57098bba\n",
        }
        folder = cache() / "sources"
        folder.mkdir(parents=True, exist_ok=True)
        with tarfile.open(folder / f"{TOP}.tar.gz", "w:gz") as archive:
            for name, text in files.items():
                member = tarfile.TarInfo(f"{TOP}/{name}")
                member.size = len(text)
                archive.addfile(member, io.BytesIO(text.encode()))

    return put


def test_a_build_is_compiled_described_and_kept(pack: Pack) -> None:
    pack(SOUND)
    folder = built(cpu(()))
    names = sorted(file.name for file in folder.iterdir())
    assert names == ["libggml-cpu-x64.so", "libllama.so", "llama.cpp-LICENSE.txt", MANIFEST]
    manifest = read_manifest(folder)
    assert (manifest.name, manifest.llama_cpp, manifest.llama_cpp_python) == ("cpu", "0c1e57098bba", "0.3.36")
    assert manifest.options == cpu(()).all_options
    assert manifest.cpu_variants == ("x64",)  # the other was not compiled, as those of other families are not
    assert {file.name: file.bytes for file in manifest.files}["libllama.so"] == (folder / "libllama.so").stat().st_size
    assert manifest.seconds > 0
    assert not list((cache() / "building").iterdir())


def test_what_is_kept_is_not_compiled_again(pack: Pack) -> None:
    pack(SOUND)
    folder = built(cpu(()))
    before = (folder / MANIFEST).stat().st_mtime_ns
    (cache() / "sources" / f"{TOP}.tar.gz").unlink()
    assert built(cpu(())) == folder
    assert (folder / MANIFEST).stat().st_mtime_ns == before


def test_a_build_that_fails_says_why_and_goes_on_later(pack: Pack, capsys: pytest.CaptureFixture[str]) -> None:
    pack("this is not C\n")
    with pytest.raises(NotReadyError, match="unknown type name"):
        built(cpu(()))
    (work,) = (cache() / "building").iterdir()
    (work / "source" / "cmake" / "llama.c").write_text(SOUND, "utf-8")
    assert (built(cpu(())) / "libllama.so").exists()
    assert "Compiling" in capsys.readouterr().out


def test_only_the_wanted_variants_are_built(pack: Pack, tmp_path: Path) -> None:
    pack(SOUND)
    assert source().unpack(tmp_path / "source", ("haswell",)) == ("haswell",)
    text = (tmp_path / "source" / "ggml" / "src" / "CMakeLists.txt").read_text("utf-8")
    assert "haswell" in text
    assert "x64" not in text
    assert "sapphirerapids" not in text


def test_a_variant_with_broken_instructions_is_left_out(pack: Pack, tmp_path: Path) -> None:
    pack(SOUND)
    assert source().unpack(tmp_path / "source", ()) == ("x64", "haswell")
    text = (tmp_path / "source" / "ggml" / "src" / "CMakeLists.txt").read_text("utf-8")
    assert text == VARIANTS.replace("        ggml_add_cpu_backend_variant(sapphirerapids SSE42 AMX_TILE)\n", "")


def test_an_unknown_variant_is_refused_with_those_there_are(pack: Pack, tmp_path: Path) -> None:
    pack(SOUND)
    with pytest.raises(NotReadyError, match="z80; there are x64, haswell"):
        source().unpack(tmp_path / "source", ("z80",))


def test_nothing_is_unpacked_beside_the_folder(pack: Pack, tmp_path: Path) -> None:
    pack(SOUND)
    source().unpack(tmp_path / "deep" / "er" / "source", ())
    assert not list(tmp_path.rglob("escaped"))
    assert not list(tmp_path.rglob("not-needed"))


def test_the_key_knows_what_a_build_is_made_of(tmp_path: Path) -> None:
    library = tmp_path / "libcublas.so.13"
    library.write_bytes(b"1")
    recipe = Recipe("cuda13", ("A=1",), tools=("nvcc 13",), variants=("x64",), beside=(("libcublas.so.13", library),))
    same = replace(recipe, paths=("CMAKE_CUDA_COMPILER=/elsewhere/nvcc",))
    assert same.key == recipe.key
    others = [
        replace(recipe, name="cuda12"),
        replace(recipe, options=("A=2",)),
        replace(recipe, tools=("nvcc 14",)),
        replace(recipe, variants=()),
    ]
    keys = {recipe.key, *(other.key for other in others)}
    library.write_bytes(b"22")
    assert len({*keys, recipe.key}) == 6


@pytest.mark.parametrize(
    ("architectures", "compiled"),
    [
        (("86",), ["86"]),
        (("75", "86"), ["75-real", "86"]),
        (("75", "100", "120"), ["75-real", "100", "120-real"]),
        (("120",), ["120-real"]),
    ],
)
def test_later_cards_get_the_newest_portable_code(architectures: tuple[str, ...], compiled: list[str]) -> None:
    assert list(compiled_for(architectures)) == compiled


@pytest.mark.parametrize(
    ("named", "version", "wanted"),
    [
        ((), (13, 0), ("75", "80", "86", "89", "90", "100", "120")),
        ((), (12, 9), ("61", "70", "75", "80", "86", "89", "90", "100", "120")),
        ((), (12, 4), ("61", "70", "75", "80", "86", "89", "90")),
        (("120", "86", "86"), (13, 0), ("86", "120")),
    ],
)
def test_without_names_all_cards_that_cuda_knows_are_compiled_for(
    named: tuple[str, ...], version: tuple[int, int], wanted: tuple[str, ...]
) -> None:
    assert wanted_architectures(named, version) == wanted


@pytest.mark.parametrize("name", ["8.6", "sm_86", "86-real"])
def test_what_is_no_card_is_refused(name: str) -> None:
    with pytest.raises(NotReadyError, match="is no kind of card"):
        wanted_architectures((name,), (13, 0))


@pytest.mark.skipif(Path("/proc/driver/nvidia").exists(), reason="there is a driver here")
def test_the_card_of_this_machine_needs_a_driver() -> None:
    with pytest.raises(NotReadyError, match="ARCH=86"):
        wanted_architectures(("native",), (13, 0))


@pytest.mark.parametrize(
    "text",
    [
        "Types: deb\nURIs: http://mirror.example/debian\nSuites: bookworm\n",
        "# comment\ndeb http://mirror.example/debian bookworm main\n",
        "deb [signed-by=/usr/share/keyrings/a.gpg] http://mirror.example/debian/ bookworm main\n",
        "deb http://other.example/ubuntu noble main\nURIs: http://mirror.example/debian/\n",
    ],
)
def test_the_mirror_of_debian_that_is_in_use_is_found(text: str) -> None:
    assert mirrors(text) == ["http://mirror.example/debian"]


def test_mirrors_of_others_are_none() -> None:
    assert mirrors("deb http://other.example/ubuntu noble main\nURIs: http://other.example/debian-security\n") == []


def test_the_version_of_vulkans_headers_is_read(tmp_path: Path) -> None:
    assert header_version(tmp_path) == (0,)
    (tmp_path / "vulkan").mkdir()
    (tmp_path / "vulkan" / "vulkan_core.h").write_text(
        "#define VK_HEADER_VERSION 309\n"
        "#define VK_HEADER_VERSION_COMPLETE VK_MAKE_API_VERSION(0, 1, 4, VK_HEADER_VERSION)\n",
        "utf-8",
    )
    assert header_version(tmp_path) == (1, 4, 309)


def make_toolkit(root: Path, release: str) -> Path:
    """Make the folder of a CUDA toolkit whose compiler only says its version."""
    (root / "bin").mkdir(parents=True)
    (root / "include").mkdir()
    (root / "include" / "cuda_runtime.h").touch()
    nvcc = root / "bin" / "nvcc"
    nvcc.write_text(f'#!/bin/sh\necho "Cuda compilation tools, release {release}, V{release}.88"\n', "utf-8")
    nvcc.chmod(0o755)
    return root


def test_the_toolkit_that_is_named_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_HOME", str(make_toolkit(tmp_path / "cuda", "12.8")))
    toolkit = find_toolkit(12)
    assert (toolkit.root, toolkit.version, toolkit.release) == (tmp_path / "cuda", (12, 8), "12.8.88")
    assert not toolkit.has_driver_stub
    (tmp_path / "cuda" / "lib64" / "stubs").mkdir(parents=True)
    (tmp_path / "cuda" / "lib64" / "stubs" / "libcuda.so").touch()
    assert toolkit.has_driver_stub


def test_without_a_toolkit_of_cuda_12_the_way_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_HOME", str(make_toolkit(tmp_path / "cuda", "11.8")))
    monkeypatch.setenv("CUDA_PATH", str(tmp_path / "nowhere"))
    monkeypatch.setenv("PATH", os.defpath)
    monkeypatch.setattr("tools.runtime.toolkit.Path.glob", lambda *_arguments: iter(()))
    with pytest.raises(NotReadyError, match=r"CUDA 12 toolkit.*CUDA_HOME"):
        find_toolkit(12)


def test_the_stub_of_the_driver_has_what_is_called(tmp_path: Path) -> None:
    folder = tmp_path / "ggml" / "src" / "ggml-cuda"
    folder.mkdir(parents=True)
    (folder / "common.cuh").write_text("CU_CHECK(cuMemCreate(&handle)); cudaMalloc(x); cublasCreate(y);", "utf-8")
    (folder / "pool.cu").write_text("cuMemMap(a); cuMemCreate(b); cuda_thing(c); cuBLAS (d)", "utf-8")
    assert driver_functions(tmp_path) == ["cuMemCreate", "cuMemMap"]
    library = driver_stub(tmp_path, tmp_path)
    listed = subprocess.run(["readelf", "-d", "--dyn-syms", library], capture_output=True, text=True, check=True).stdout
    assert "Library soname: [libcuda.so.1]" in listed
    assert "cuMemCreate" in listed
    assert "cuMemMap" in listed


def test_a_build_is_laid_down_in_place_of_the_last(tmp_path: Path) -> None:
    kept, folder = tmp_path / "kept", tmp_path / "build" / "cpu"
    kept.mkdir()
    (kept / "libllama.so").write_bytes(b"new")
    folder.mkdir(parents=True)
    (folder / "old.so").touch()
    assert lay_down(kept, folder) == folder
    assert [file.name for file in folder.iterdir()] == ["libllama.so"]
    assert (folder / "libllama.so").samefile(kept / "libllama.so")


def test_a_mac_gets_back_ends_of_their_own_that_find_the_core_beside_them(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as there:
        there.setattr(sys, "platform", "darwin")
        there.setattr(platform, "system", lambda: "Darwin")
        processors, graphics = (dict(_pairs(recipe.all_options)) for recipe in (cpu(()), metal(())))
    assert processors["GGML_METAL"] == "OFF"
    assert graphics["GGML_METAL"] == graphics["GGML_METAL_EMBED_LIBRARY"] == graphics["GGML_BACKEND_DL"] == "ON"
    assert graphics["CMAKE_INSTALL_RPATH"] == "@loader_path;@loader_path/../cpu"
    assert graphics["CMAKE_OSX_DEPLOYMENT_TARGET"] == OLDEST_MACOS == bundle_info()["LSMinimumSystemVersion"]


def test_metal_is_built_on_a_mac_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    with pytest.raises(NotReadyError, match="Mac"):
        metal(())


def test_an_option_of_a_recipe_takes_the_place_of_the_common_one() -> None:
    options = Recipe("other", ("BUILD_SHARED_LIBS=OFF", "GGML_OTHER=ON")).all_options
    assert [one for one in options if one.startswith("BUILD_SHARED_LIBS")] == ["BUILD_SHARED_LIBS=OFF"]
    assert set(COMMON) - set(options) == {"BUILD_SHARED_LIBS=ON"}
    assert options[-1] == "GGML_OTHER=ON"


def test_microsofts_libraries_are_those_that_may_be_passed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "x64" / "Microsoft.VC143.CRT"
    folder.mkdir(parents=True)
    for name in ("msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll", "concrt140.dll"):
        (folder / name).touch()
    monkeypatch.setenv("VCToolsRedistDir", str(tmp_path))
    assert [name for name, _ in redistributables()] == ["msvcp140.dll", "vcruntime140.dll", "vcruntime140_1.dll"]


def _pairs(options: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (option.partition("=") for option in options)]
