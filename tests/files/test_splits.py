"""Models in several files: part 1 stands for all, and what is wrong with a part is said of that part."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from models.files import read_header
from tests.files.refusals import refusal, refusal_of
from tests.support.gguf_bytes import SOUND, Encoded, GgufFile, TensorEntry, text, u16

PARTS = 3


def part_name(number: int, stem: str = "千问 model-q4_k_m") -> str:
    return f"{stem}-{number:05d}-of-{PARTS:05d}.gguf"


def part(number: int, values: Mapping[str, Encoded] | None = None, *, count: int = PARTS) -> bytes:
    numbers = {"split.no": u16(number - 1), "split.count": u16(count)}
    own = SOUND if number == 1 else {}
    tensors = (TensorEntry(f"blk.{number}.weight", (32, number), 0, 128 * number),)
    return GgufFile({**own, **numbers, **(values or {})}, tensors).to_bytes()


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The first part of a sound model in three parts."""
    for number in range(1, PARTS + 1):
        (tmp_path / part_name(number)).write_bytes(part(number))
    return tmp_path / part_name(1)


def test_the_first_part_gives_the_sums_over_all(first: Path) -> None:
    header = read_header(first)
    assert header.part_names == (part_name(1), part_name(2), part_name(3))
    assert header.tensor_count == 3
    assert header.parameters == 32 * (1 + 2 + 3)
    assert header.tensor_bytes == 128 * (1 + 2 + 3)
    assert header.file_bytes == sum(path.stat().st_size for path in first.parent.iterdir())
    assert header.context_length == 2048


def test_the_name_of_a_part_still_tells_the_quantization(first: Path) -> None:
    first.write_bytes(part(1, {"general.file_type": text("no number")}))
    assert refusal(first).id == "error.file.broken"
    values = {key: value for key, value in SOUND.items() if key != "general.file_type"}
    q4 = (TensorEntry("weight", (256, 2), 12, 288),)
    first.write_bytes(GgufFile({**values, "split.no": u16(0), "split.count": u16(PARTS)}, q4).to_bytes())
    assert read_header(first).quantization == "Q4_K_M"


def test_a_missing_part_is_named(first: Path) -> None:
    (first.parent / part_name(2)).unlink()
    text_of_refusal = refusal(first)
    assert text_of_refusal.id == "error.file.part_missing"
    assert text_of_refusal.fields == {"name": part_name(1), "part": part_name(2), "count": PARTS}


def test_a_later_part_points_to_the_first(first: Path) -> None:
    text_of_refusal = refusal(first.parent / part_name(3))
    assert text_of_refusal.id == "error.file.not_first_part"
    assert text_of_refusal.fields == {"name": part_name(3), "first": part_name(1), "count": PARTS}


@pytest.mark.parametrize("name", ["renamed.gguf", part_name(2, "other"), "-00001-of-00003.gguf"])
def test_a_renamed_part_is_asked_for_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(part(1))
    text_of_refusal = refusal(path)
    assert text_of_refusal.id == "error.file.part_renamed"
    assert text_of_refusal.fields == {"name": name, "ending": "-00001-of-00003.gguf", "count": PARTS}


def test_a_later_part_that_is_cut_off_is_named(first: Path) -> None:
    second = first.parent / part_name(2)
    second.write_bytes(second.read_bytes()[:-1])
    text_of_refusal = refusal(first)
    assert text_of_refusal.id == "error.file.cut_off"
    assert text_of_refusal.fields == {"name": part_name(2)}


@pytest.mark.parametrize("content", [part(3), part(2, count=2), GgufFile().to_bytes()])
def test_a_file_that_is_not_the_part_it_is_named_is_refused(first: Path, content: bytes) -> None:
    (first.parent / part_name(2)).write_bytes(content)
    text_of_refusal = refusal(first)
    assert text_of_refusal.id == "error.file.broken"
    assert text_of_refusal.fields == {"name": part_name(2)}


@pytest.mark.parametrize(("number", "count"), [(0, 60_000), (3, 3), (7, 3)])
def test_part_numbers_that_cannot_be_are_refused(tmp_path: Path, number: int, count: int) -> None:
    content = GgufFile({**SOUND, "split.no": u16(number), "split.count": u16(count)}).to_bytes()
    assert refusal_of(content, tmp_path) == "error.file.broken"
