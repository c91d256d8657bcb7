"""Whatever happens to the bytes of a file, reading its header ends with a header or with a sentence for the user."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from models.errors import UserError
from models.files import GgufHeader, read_header
from tests.support.gguf_bytes import GgufFile, array, f32, sound_with, text, texts, u16, u32
from tests.support.header_fuzz import HeaderFuzz

FILE = GgufFile(
    sound_with(
        general__sampling__temp=f32(0.6),
        qwen2__attention__head_count=array(u32(4), u32(4)),
        tokenizer__ggml__merges=texts("a b", "ab a"),
        tokenizer__chat_template=text("{{ messages }}"),
        split__count=u16(1),
    )
)
SOUND_BYTES = FILE.to_bytes()
HEADER_LENGTH = len(FILE.header())

CASES = 5000
SEED = 20_260_801
SENTENCES = {
    "header",
    "error.file.broken",
    "error.file.byte_swapped",
    "error.file.cut_off",
    "error.file.empty",
    "error.file.is_placeholder",
    "error.file.is_safetensors",
    "error.file.is_web_page",
    "error.file.is_zip",
    "error.file.not_first_part",
    "error.file.not_gguf",
    "error.file.part_missing",
    "error.file.part_renamed",
    "error.file.too_new",
    "error.file.too_old",
}
"""How reading a damaged header may end."""

Mutation = Callable[[random.Random, bytearray], None]


def flip_bits(chance: random.Random, content: bytearray) -> None:
    for _ in range(chance.randint(1, 4)):
        content[chance.randrange(4, HEADER_LENGTH)] ^= 1 << chance.randrange(8)


def set_bytes(chance: random.Random, content: bytearray) -> None:
    for _ in range(chance.randint(1, 3)):
        content[chance.randrange(4, HEADER_LENGTH)] = chance.choice((0, 1, 9, 0x7F, 0x80, 0xFF))


def set_number(chance: random.Random, content: bytearray) -> None:
    number = chance.choice((0, 1, 2**16, 2**31, 2**32 - 1, 2**40, 2**63, 2**64 - 1))
    at = chance.randrange(4, HEADER_LENGTH - 8)
    content[at : at + 8] = number.to_bytes(8, "little")


def remove(chance: random.Random, content: bytearray) -> None:
    at = chance.randrange(4, HEADER_LENGTH)
    del content[at : at + chance.randint(1, 40)]


def repeat(chance: random.Random, content: bytearray) -> None:
    at = chance.randrange(4, HEADER_LENGTH)
    content[at:at] = content[at : at + chance.randint(1, 60)]


def shuffle(chance: random.Random, content: bytearray) -> None:
    at = chance.randrange(4, HEADER_LENGTH - 32)
    piece = content[at : at + 32]
    chance.shuffle(piece)
    content[at : at + 32] = piece


def outcome(path: Path, content: bytes) -> str:
    """Return "header", or the id of the sentence. Any other exception fails the test."""
    path.write_bytes(content)
    try:
        header = read_header(path)
    except UserError as error:
        return error.text.id
    assert isinstance(header, GgufHeader)
    return "header"


@pytest.mark.parametrize("mutate", [flip_bits, set_bytes, set_number, remove, repeat, shuffle])
def test_a_damaged_header_is_read_or_refused(tmp_path: Path, mutate: Mutation) -> None:
    outcomes = set()
    for seed in range(150):
        content = bytearray(SOUND_BYTES)
        mutate(random.Random(seed), content)
        outcomes.add(outcome(tmp_path / "model.gguf", bytes(content)))
    assert "error.file.broken" in outcomes
    assert outcomes <= SENTENCES


def test_a_file_cut_off_anywhere_is_called_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    assert outcome(path, SOUND_BYTES) == "header"
    for length in range(1, len(SOUND_BYTES)):
        assert outcome(path, SOUND_BYTES[:length]) == "error.file.cut_off"


def test_bytes_at_random_after_the_signature_are_refused(tmp_path: Path) -> None:
    for seed in range(100):
        content = SOUND_BYTES[:8] + random.Random(seed).randbytes(600)
        assert outcome(tmp_path / "model.gguf", content) in {"error.file.broken", "error.file.cut_off"}


@pytest.mark.timeout(600)  # five thousand files are written and read
def test_thousands_of_damaged_real_headers_are_read_or_refused(
    tmp_path: Path, starter_model: Path, tiny_r1_model: Path
) -> None:
    ends = HeaderFuzz(tmp_path, starter=starter_model, tiny=tiny_r1_model).run(CASES, number=SEED)
    assert ends.total() >= CASES
    assert {"header", "error.file.broken", "error.file.cut_off"} <= set(ends)
    assert set(ends) <= SENTENCES
