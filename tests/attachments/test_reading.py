"""Which files can be attached, and what is said of the others."""

import os
import sys
from pathlib import Path

import pytest

from models.attachments import LARGEST_BYTES, is_model, pasted_name, read_text_file
from models.errors import UserError


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_text_file(path)
    assert caught.value.text.fields["name"] == path.name
    return caught.value.text.id


def test_a_text_file_is_read_with_plain_line_ends(tmp_path: Path) -> None:
    data = b"one\r\ntwo\rthree\n"
    file = read_text_file(written(tmp_path, "notes.md", data))
    assert (file.name, file.text, file.encoding, file.size) == ("notes.md", "one\ntwo\nthree\n", "utf-8", len(data))


def test_a_log_with_colours_is_text(tmp_path: Path) -> None:
    log = b"\x1b[31merror\x1b[0m\n" * 20
    assert read_text_file(written(tmp_path, "build.log", log)).text == log.decode()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("nothing.txt", b"", "error.attachment.empty"),
        ("blank.txt", b" \n\t\n", "error.attachment.empty"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "error.attachment.not_text"),
        ("controls.txt", b"\x01\x02\x03\x04" * 40, "error.attachment.not_text"),
        ("odd.txt", bytes(range(128, 256)), "error.attachment.encoding"),
        ("large.txt", b"a" * (LARGEST_BYTES + 1), "error.attachment.too_large"),
    ],
)
def test_what_cannot_be_attached_is_refused_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, sentence: str
) -> None:
    assert refused(written(tmp_path, name, data)) == sentence


def test_a_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    assert len(read_text_file(written(tmp_path, "a.txt", b"a" * LARGEST_BYTES)).text) == LARGEST_BYTES


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "error.attachment.is_folder"
    assert refused(tmp_path / "gone.txt") == "error.file.missing"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes among files")
def test_a_named_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    if sys.platform != "win32":
        os.mkfifo(pipe)
    assert refused(pipe) == "error.attachment.not_text"


def test_models_are_told_apart_by_name() -> None:
    assert is_model(Path("model.GGUF"))
    assert not is_model(Path("gguf.txt"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Dear all,\n", "Pasted text.txt"),
        ('{"a": 1}', "Pasted text.json"),
        ("[1, 2]", "Pasted text.json"),
        ("[draft] a note", "Pasted text.txt"),
        ("#!/usr/bin/env python3\nprint()", "Pasted text.py"),
        ("#!/bin/sh\n", "Pasted text.sh"),
        ("<!DOCTYPE html>\n<p>", "Pasted text.html"),
        ("diff --git a/x b/x\n", "Pasted text.diff"),
    ],
)
def test_a_pasted_text_is_named_after_what_it_plainly_is(text: str, name: str) -> None:
    assert pasted_name(text, "Pasted text", ()) == name


def test_pasted_texts_are_numbered() -> None:
    taken = {"Pasted text.txt", "Pasted text 2.txt"}
    assert pasted_name("words", "Pasted text", taken) == "Pasted text 3.txt"
