"""Cut off and damaged headers are refused at once, whatever they claim."""

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from models.files import read_header
from models.files.byte_reader import BrokenHeaderError, ByteReader, CutOffError
from models.files.metadata_reader import read_metadata
from models.files.tensors import read_tensors
from tests.files.refusals import refusal_of
from tests.support.gguf_bytes import SOUND, TENSORS, Encoded, GgufFile, TensorEntry, array, sound_with, text, u32

HUGE = 2**63


def test_a_file_that_ends_before_its_last_tensor_is_cut_off(tmp_path: Path) -> None:
    content = GgufFile().to_bytes()
    for length in (len(content) - 1, len(content) - 64, len(content) - 190):
        assert refusal_of(content[:length], tmp_path) == "error.file.cut_off"


def test_padding_after_the_last_tensor_may_be_missing(tmp_path: Path) -> None:
    content = GgufFile(tensors=(*TENSORS, TensorEntry("last", (5,), 0, 20))).to_bytes()
    path = tmp_path / "model.gguf"
    path.write_bytes(content[:-12])
    assert read_header(path).tensor_count == 3
    assert refusal_of(content[:-13], tmp_path) == "error.file.cut_off"


@pytest.mark.parametrize("field", ["value_count", "tensor_count"])
@pytest.mark.parametrize("count", [2**17, 2**32, HUGE])
def test_a_header_that_claims_more_entries_than_it_has_is_refused(tmp_path: Path, field: str, count: int) -> None:
    file = GgufFile(value_count=count) if field == "value_count" else GgufFile(tensor_count=count)
    assert refusal_of(file.to_bytes(), tmp_path) == "error.file.broken"


@pytest.mark.parametrize("item", [text("x"), u32(1)])
@pytest.mark.parametrize("count", [10**5, 2**32, HUGE])
def test_an_array_that_claims_more_items_than_it_has_is_refused(tmp_path: Path, item: Encoded, count: int) -> None:
    file = GgufFile({**SOUND, "tokenizer.ggml.merges": array(item, count=count)})
    expected = "error.file.cut_off" if count == 10**5 else "error.file.broken"
    assert refusal_of(file.to_bytes(), tmp_path) == expected


def test_layers_beyond_all_measure_are_refused(tmp_path: Path) -> None:
    values = sound_with(qwen2__attention__head_count=array(*[u32(1)] * 5000))
    assert refusal_of(GgufFile(values).to_bytes(), tmp_path) == "error.file.broken"


@pytest.mark.parametrize("length", [2**20, 2**40, 2**64 - 1])
def test_a_text_that_claims_to_be_longer_than_the_file_is_refused(tmp_path: Path, length: int) -> None:
    values = {**SOUND, "other": Encoded(8, length.to_bytes(8, "little") + b"short")}
    expected = "error.file.cut_off" if length == 2**20 else "error.file.broken"
    assert refusal_of(GgufFile(values).to_bytes(), tmp_path) == expected


def test_arrays_in_arrays_are_refused_before_they_are_entered(tmp_path: Path) -> None:
    nested = array(text("x"))
    for _ in range(5000):
        nested = array(nested)
    assert refusal_of(GgufFile({**SOUND, "bomb": nested}).to_bytes(), tmp_path) == "error.file.broken"


@pytest.mark.parametrize("wrong", [Encoded(13, b"\0"), Encoded(2**32 - 1, b""), Encoded(9, b"\x0d\0\0\0" + bytes(8))])
def test_a_value_of_an_unknown_type_is_refused(tmp_path: Path, wrong: Encoded) -> None:
    assert refusal_of(GgufFile({**SOUND, "other": wrong}).to_bytes(), tmp_path) == "error.file.broken"


def test_a_key_that_is_empty_or_there_twice_is_refused(tmp_path: Path) -> None:
    assert refusal_of(GgufFile({**SOUND, "": u32(1)}).to_bytes(), tmp_path) == "error.file.broken"
    twice = GgufFile({**SOUND, "general.nome": text("x")}).to_bytes().replace(b"general.nome", b"general.name")
    assert refusal_of(twice, tmp_path) == "error.file.broken"


@pytest.mark.parametrize(
    "tensors",
    [
        (TensorEntry("a"), TensorEntry("a")),
        (TensorEntry("a", (1, 1, 1, 1, 1)),),
        (TensorEntry("a", (2**40, 2**40)),),
        (TensorEntry("a", (33,), 12),),
        (TensorEntry("a", offset=32),),
        (TensorEntry("a"), TensorEntry("b", offset=0)),
        (TensorEntry("a", type=200), TensorEntry("b", offset=33)),
    ],
    ids=["same name", "five dimensions", "too many weights", "half a block", "gap", "overlap", "not aligned"],
)
def test_a_table_of_tensors_that_cannot_be_is_refused(tmp_path: Path, tensors: tuple[TensorEntry, ...]) -> None:
    assert refusal_of(GgufFile(tensors=tensors).to_bytes(), tmp_path) == "error.file.broken"


def test_a_tensor_without_dimensions_is_a_single_number(tmp_path: Path) -> None:
    content = GgufFile(tensors=(TensorEntry("a", (), 0, 4), TensorEntry("b"))).to_bytes()
    assert refusal_of(content[:-1], tmp_path) == "error.file.cut_off"


class _CountingStream(io.BytesIO):
    """Counts the bytes that are read from it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.read_bytes = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.read_bytes += len(data)
        return data


@pytest.mark.parametrize("count", [4_000_000, 2**32, HUGE])
def test_a_claim_costs_neither_memory_nor_reading(count: int) -> None:
    claimed = array(text("x"), count=count)
    content = GgufFile({"general.architecture": text("qwen2"), "tokens": claimed}).header()[24:]
    stream = _CountingStream(content + bytes(3 << 20))
    reader = ByteReader(stream, 2**60)
    tracemalloc.start()
    with pytest.raises((CutOffError, BrokenHeaderError)):
        read_metadata(reader, 2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20
    assert stream.read_bytes <= len(content) + (4 << 20)


@pytest.mark.parametrize("read", [read_metadata, read_tensors])
def test_more_entries_than_any_model_has_are_refused_before_the_first_is_read(
    read: Callable[[ByteReader, int], object],
) -> None:
    stream = _CountingStream(bytes(1 << 20))
    with pytest.raises(BrokenHeaderError):
        read(ByteReader(stream, 1 << 20), 2**16 + 1)
    assert stream.read_bytes == 0


def test_a_header_longer_than_any_real_one_is_refused_without_reading_it() -> None:
    long_text = (100 << 20).to_bytes(8, "little")
    stream = _CountingStream(long_text + bytes(1 << 20))
    reader = ByteReader(stream, 2**60)
    reader.skip_texts(1)
    reader.skip(100 << 20)
    with pytest.raises(BrokenHeaderError):
        reader.skip(100 << 20)
    assert stream.read_bytes <= 1 << 20


def test_more_texts_than_any_vocabulary_has_are_refused_whatever_arrays_they_are_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("models.files.byte_reader.MAX_TEXTS", 100)
    reader = ByteReader(io.BytesIO(bytes(8 * 200)), 8 * 200)
    reader.skip_texts(60)
    reader.skip_texts(40)
    with pytest.raises(BrokenHeaderError):
        reader.skip_texts(1)


def test_a_header_that_ends_with_the_file_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(GgufFile(tensors=()).header())
    assert read_header(path).tensor_count == 0


def test_a_file_that_shrinks_while_it_is_read_is_cut_off() -> None:
    reader = ByteReader(io.BytesIO(bytes(100)), 1000)
    reader.skip(96)
    with pytest.raises(CutOffError):
        reader.whole(8)


@pytest.mark.parametrize("cut", [3, 11, 12, 16])
def test_a_table_that_ends_early_is_cut_off(cut: int) -> None:
    table = GgufFile({}, TENSORS[:1]).header()[24:]
    with pytest.raises(CutOffError):
        read_tensors(ByteReader(io.BytesIO(table[:-cut]), len(table) - cut), 1)


def test_texts_that_lie_across_windows_are_skipped_exactly() -> None:
    lengths = [0, 1, (1 << 20) - 7, 5, (1 << 20) - 8, (1 << 20) + 3, 2 << 20, 0]
    content = b"".join(length.to_bytes(8, "little") + bytes(length) for length in lengths) + b"end"
    reader = ByteReader(io.BytesIO(content), len(content))
    reader.skip_texts(len(lengths))
    assert reader.take(3) == b"end"
    assert reader.offset == len(content)
