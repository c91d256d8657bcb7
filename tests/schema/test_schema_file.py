"""The text of a schema's file is read, whatever the file is, or refused in a sentence."""

from pathlib import Path

import pytest

from models.errors import UserError
from models.schema import read_schema_file


@pytest.mark.parametrize("content", ['{"type": "string", "const": "终止"}', "", "no schema"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_text_is_read_with_or_without_a_byte_order_mark(content: str, mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    path.write_bytes(mark + content.encode())
    assert read_schema_file(path) == content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe{\x00}\x00", "schema.no_file"),
        (None, "schema.no_file"),
        (b" " * (64 * 1024 + 1), "schema.too_large"),
        (("é" * 32 * 1024 + "é").encode(), "schema.too_large"),
    ],
)
def test_what_cannot_be_a_schema_is_refused(content: bytes | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as caught:
        read_schema_file(path)
    assert caught.value.text.id == reason


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_schema_file(tmp_path)
    assert caught.value.text.id == "schema.no_file"
