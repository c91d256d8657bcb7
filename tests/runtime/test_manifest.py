"""A manifest says what a build is; one that makes no sense is refused."""

from pathlib import Path

import pytest

from models.runtime import MANIFEST, BuiltFile, Manifest, ManifestError, read_manifest, write_manifest

WHOLE = Manifest(
    name="cuda13",
    llama_cpp_python="0.3.36",
    llama_cpp="0c1e5709",
    options=("GGML_CUDA=ON",),
    tools=("nvcc 13.0.88",),
    cpu_variants=("x64", "haswell"),
    files=(BuiltFile("libllama.so", 3, "ab" * 32),),
    seconds=1.5,
    architectures=("86",),
    cuda="13.0",
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    write_manifest(tmp_path, WHOLE)
    assert read_manifest(tmp_path) == WHOLE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"name": "cpu"}',
        "\x00" * 100,
        '{"name": 1, "llama_cpp_python": 2}',
        "[" * 100_000,
    ],
    ids=["empty", "cut off", "a list", "little", "zeros", "other types", "deep"],
)
def test_what_is_no_manifest_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(ManifestError):
        read_manifest(tmp_path)


def test_a_folder_without_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ManifestError):
        read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["../libllama.so", "/etc/passwd", "inside/libllama.so", "", ".."])
def test_files_are_in_the_folder_itself(tmp_path: Path, name: str) -> None:
    odd = Manifest("cpu", "0.3.36", "", (), (), (), (BuiltFile(name, 1, ""),), 0.0)
    write_manifest(tmp_path, odd)
    with pytest.raises(ManifestError):
        read_manifest(tmp_path)
