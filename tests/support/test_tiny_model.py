"""The models that tests build are what they promise: llama.cpp loads them, always the same, never half written."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import llama_cpp
import pytest

from models.files import read_header
from tests.support import tiny_model
from tests.support.tiny_model import CHATML, write_byte_model, write_r1_model


def loaded(path: Path) -> "closing[llama_cpp.Llama]":
    return closing(llama_cpp.Llama(str(path), n_ctx=512, n_threads=1, verbose=False))


@pytest.fixture
def byte_model(tmp_path: Path) -> Iterator[llama_cpp.Llama]:
    """The byte model in llama.cpp."""
    with loaded(write_byte_model(tmp_path / "byte.gguf")) as model:
        yield model


def test_the_byte_model_writes_nearly_only_printable_ascii_and_never_ends(byte_model: llama_cpp.Llama) -> None:
    prompt = byte_model.tokenize(b"<|im_start|>user\nhello<|im_end|>\n", add_bos=False, special=True)
    byte_model.set_seed(1)  # one token in some thousands is another byte
    written = []
    for token, _ in zip(byte_model.generate(prompt, temp=1.0), range(300), strict=False):
        written.append(byte_model.detokenize([token]))
    text = b"".join(written).decode("ascii", "replace")
    assert len(written) == 300
    assert sum(character.isascii() and (character.isprintable() or character == "\n") for character in text) > 290
    assert len(set(text)) > 30


def test_what_the_byte_model_writes_depends_on_the_prompt(byte_model: llama_cpp.Llama) -> None:
    answers = {
        tuple(token for token, _ in zip(byte_model.generate(prompt, temp=0.0), range(20), strict=False))
        for prompt in ([72, 105], [72, 106], [105, 72])
    }
    assert len(answers) == 3


def test_the_byte_model_has_bytes_merges_control_tokens_and_thinking_tags(byte_model: llama_cpp.Llama) -> None:
    def pieces(text: str, *, special: bool) -> list[bytes]:
        tokens = byte_model.tokenize(text.encode(), add_bos=False, special=special)
        return [byte_model.detokenize([token], special=True) for token in tokens]

    assert pieces("the 你", special=False) == [b"t", b"he", b" ", b"\xe4", b"\xbd", b"\xa0"]
    assert pieces("<|im_end|>", special=True) == [b"<|im_end|>"]
    assert len(pieces("<|im_end|>", special=False)) == len("<|im_end|>")
    assert pieces("</think>", special=False) == [b"</think>"]
    assert byte_model.detokenize([byte_model.token_eos()], special=True) == b"<|im_end|>"


def test_the_byte_model_is_the_same_every_time(tmp_path: Path) -> None:
    one = write_byte_model(tmp_path / "one.gguf")
    assert one.read_bytes() == write_byte_model(tmp_path / "two.gguf").read_bytes()


def test_variants_differ_in_what_was_asked_for(tmp_path: Path) -> None:
    assert read_header(write_byte_model(tmp_path / "plain.gguf")).chat_template == CHATML
    base = read_header(write_byte_model(tmp_path / "base.gguf", chat_template=None, name="基座", context_length=512))
    assert (base.chat_template, base.name, base.context_length) == (None, "基座", 512)
    broken = read_header(write_byte_model(tmp_path / "broken.gguf", chat_template="{% for %}"))
    assert broken.chat_template == "{% for %}"


def test_a_base_model_loads(tmp_path: Path) -> None:
    with loaded(write_byte_model(tmp_path / "base.gguf", chat_template=None)) as model:
        assert "tokenizer.chat_template" not in model.metadata


def test_the_tiny_model_has_r1s_tokenizer_and_template(tiny_r1_model: Path, caplog: pytest.LogCaptureFixture) -> None:
    with loaded(tiny_r1_model) as model:
        caplog.clear()  # llama.cpp warns of R1's tokenizer, which is heard where the engine was loaded before
        assert model.n_vocab() == 151_936
        assert model.tokenize("<think>你好".encode(), add_bos=True, special=False) == [151_646, 151_648, 108_386]
        assert model.tokenize("<\uff5cAssistant\uff5c>".encode(), add_bos=False, special=True) == [151_645]
        assert model.token_eos() == 151_643
        assert len(next(iter(zip(model.generate([1, 2, 3]), range(1), strict=False)))) == 2
        assert model.metadata["tokenizer.chat_template"] == read_header(tiny_r1_model).chat_template


def test_a_variant_of_the_tiny_model_can_be_a_base_model(tiny_r1_model: Path, tmp_path: Path) -> None:
    base = write_r1_model(tmp_path / "base.gguf", downloads=tiny_r1_model.parent, chat_template=None, name="Base")
    header = read_header(base)
    assert (header.name, header.chat_template, header.tokenizer_pre) == ("Base", None, "deepseek-r1-qwen")


def test_the_tiny_model_is_built_once(tiny_r1_model: Path) -> None:
    changed = tiny_r1_model.stat().st_mtime_ns
    assert tiny_model.r1_model(tiny_r1_model.parent) == tiny_r1_model
    assert tiny_r1_model.stat().st_mtime_ns == changed


def test_a_model_that_could_not_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_arguments: object) -> None:
        raise MemoryError

    monkeypatch.setattr("tests.support.random_weights._values", failing)
    with pytest.raises(MemoryError):
        write_byte_model(tmp_path / "byte.gguf")
    assert list(tmp_path.iterdir()) == []
