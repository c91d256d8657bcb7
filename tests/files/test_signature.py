"""Files that are not GGUF, or not of a version that llama.cpp reads, are refused with the right sentence."""

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest

from models.files import read_header
from tests.files.refusals import refusal_of
from tests.support.gguf_bytes import GgufFile


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("model.gguf", GgufFile().to_bytes())
    return buffer.getvalue()


def _safetensors() -> bytes:
    description = json.dumps({"weight": {"dtype": "F16", "shape": [1], "data_offsets": [0, 2]}}).encode()
    return struct.pack("<Q", len(description)) + description + b"\0\0"


@pytest.mark.parametrize(
    ("content", "text_id"),
    [
        (b"Dear diary, today I did not train a model.", "error.file.not_gguf"),
        (bytes(4096), "error.file.not_gguf"),
        (b"x", "error.file.not_gguf"),
        (_zip(), "error.file.is_zip"),
        (_safetensors(), "error.file.is_safetensors"),
        (b"<!DOCTYPE html>\n<html><body>Please log in", "error.file.is_web_page"),
        (b"\xef\xbb\xbf\r\n <HTML lang='zh'>", "error.file.is_web_page"),
        (b"<?xml version='1.0'?><Error><Code>AccessDenied", "error.file.is_web_page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00", "error.file.is_placeholder"),
        (struct.pack("<II", 0x67676A74, 3) + bytes(64), "error.file.too_old"),
        (struct.pack("<I", 0x67676D6C) + bytes(64), "error.file.too_old"),
    ],
)
def test_another_format_is_recognized(tmp_path: Path, content: bytes, text_id: str) -> None:
    assert refusal_of(content, tmp_path) == text_id


@pytest.mark.parametrize("version", [2, 3])
def test_versions_two_and_three_are_read(tmp_path: Path, version: int) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(GgufFile(version=version).to_bytes())
    assert read_header(path).version == version


@pytest.mark.parametrize(
    ("version", "text_id"),
    [
        (0, "error.file.broken"),
        (1, "error.file.too_old"),
        (4, "error.file.too_new"),
        (int.from_bytes(struct.pack(">I", 3), "little"), "error.file.byte_swapped"),
    ],
)
def test_other_versions_are_refused(tmp_path: Path, version: int, text_id: str) -> None:
    assert refusal_of(GgufFile(version=version).to_bytes(), tmp_path) == text_id


@pytest.mark.parametrize("length", range(1, 8))
def test_a_file_that_ends_within_the_signature_is_cut_off(tmp_path: Path, length: int) -> None:
    assert refusal_of(GgufFile().to_bytes()[:length], tmp_path) == "error.file.cut_off"
