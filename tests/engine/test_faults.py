"""Files and engines that cannot work: one plain sentence each, and the next load works."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import gguf
import pytest

from models.engine import ChatMessage, EngineSettings, Loaded, ProcessEngine, Role
from models.errors import UserError
from tests.support import gguf_bytes
from tests.support.engines import collect, interrupted_load, loaded_engine, question, sampling
from tests.support.gguf_bytes import GgufFile, sound_with
from tests.support.tiny_model import write_byte_model


@pytest.fixture
def engine() -> Iterator[ProcessEngine]:
    made = ProcessEngine()
    yield made
    made.close()


@pytest.fixture(scope="module")
def byte_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_byte_model(tmp_path_factory.mktemp("model") / "bytes.gguf")


def refusal(engine: ProcessEngine, path: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        list(engine.load(path, EngineSettings(context=512)))
    return caught.value


def works_with(engine: ProcessEngine, path: Path) -> bool:
    *_, last = engine.load(path, EngineSettings(context=512))
    assert isinstance(last, Loaded)
    return collect(engine.generate(question("Hi"), sampling(max_tokens=3))).done.stats.answer_tokens == 3


def answer(text: str) -> tuple[ChatMessage, ...]:
    return (ChatMessage(Role.ASSISTANT, text),)


def test_a_broken_header(engine: ProcessEngine, byte_model: Path, tmp_path: Path) -> None:
    bad = tmp_path / "broken.gguf"
    bad.write_bytes(GgufFile(value_count=2**60).to_bytes())
    assert refusal(engine, bad).text.id in {"error.file.broken", "error.file.cut_off"}
    assert works_with(engine, byte_model)


def test_a_file_that_llama_cpp_refuses_says_why_in_the_details(
    engine: ProcessEngine, byte_model: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "future model.gguf"
    bad.write_bytes(GgufFile(sound_with(general__architecture=gguf_bytes.text("qwen99"))).to_bytes())
    error = refusal(engine, bad)
    assert error.text.id == "engine.load_failed"
    assert error.text.fields == {"name": "future model.gguf"}
    assert "qwen99" in error.details
    assert works_with(engine, byte_model)


def test_a_file_whose_tensors_are_missing(engine: ProcessEngine, byte_model: Path, tmp_path: Path) -> None:
    bad = tmp_path / "hollow.gguf"
    bad.write_bytes(GgufFile().to_bytes())
    error = refusal(engine, bad)
    assert error.text.id == "engine.load_failed"
    assert error.details
    assert works_with(engine, byte_model)


def test_a_model_without_a_vocabulary_is_not_for_chat(engine: ProcessEngine, byte_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "numbers.gguf"
    reader = gguf.GGUFReader(byte_model)
    writer = gguf.GGUFWriter(path, "qwen2")
    for name, field in reader.fields.items():
        if name.startswith("qwen2."):
            value = field.contents()
            writer.add_float32(name, value) if isinstance(value, float) else writer.add_uint32(name, value)
    writer.add_tokenizer_model("no_vocab")
    writer.add_vocab_size(int(next(tensor for tensor in reader.tensors if tensor.name == "output.weight").shape[1]))
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, tensor.data)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    assert refusal(engine, path).text.id == "engine.not_for_chat"
    assert works_with(engine, byte_model)


_WITHOUT_PRIVILEGES = """
import ctypes, sys
from pathlib import Path
from models.engine import EngineSettings, ProcessEngine
from models.errors import UserError
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2
for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
    assert ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0
engine = ProcessEngine()
try:
    list(engine.load(Path(sys.argv[1]), EngineSettings()))
except UserError as error:
    print(error.text.id)
finally:
    engine.close()
"""
"""Starts the engine as a root that must respect permissions."""


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of files")
def test_a_file_that_may_not_be_read(byte_model: Path, tmp_path: Path, engine: ProcessEngine) -> None:
    path = tmp_path / "private.gguf"
    path.write_bytes(byte_model.read_bytes())
    path.chmod(0)
    if not os.access(path, os.R_OK):
        assert refusal(engine, path).text.id == "error.file.no_permission"
        return
    command = [sys.executable, "-c", _WITHOUT_PRIVILEGES, str(path)]
    shown = subprocess.run(command, capture_output=True, text=True, check=False)
    assert shown.stdout.strip() == "error.file.no_permission", shown.stderr


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names there are always text")
def test_a_name_that_is_no_text_works(engine: ProcessEngine, byte_model: Path, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe model.gguf"))
    path.write_bytes(byte_model.read_bytes())
    assert works_with(engine, path)
    assert engine.loaded is not None
    assert engine.loaded.model.path.endswith("\ufffd\ufffd model.gguf")
    missing = refusal(engine, path.with_name(os.fsdecode(b"\xff.gguf")))
    assert missing.text.fields["name"] == "\ufffd.gguf"


def test_nothing_is_loaded_after_a_failed_load(engine: ProcessEngine, byte_model: Path, tmp_path: Path) -> None:
    assert works_with(engine, byte_model)
    refusal(engine, tmp_path / "missing.gguf")
    assert engine.loaded is None
    assert engine.count_tokens("text") is None
    with pytest.raises(UserError) as caught:
        collect(engine.generate(question("Hi"), sampling()))
    assert caught.value.text.id == "engine.no_model"
    assert works_with(engine, byte_model)


def test_nothing_is_loaded_after_a_cancelled_load(engine: ProcessEngine, byte_model: Path, starter_model: Path) -> None:
    assert works_with(engine, byte_model)
    interrupted_load(engine, starter_model, EngineSettings(), engine.stop)
    with pytest.raises(UserError) as caught:
        collect(engine.generate(question("Hi"), sampling()))
    assert caught.value.text.id == "engine.no_model"


def test_an_interpreter_that_is_not_there(monkeypatch: pytest.MonkeyPatch, byte_model: Path) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    engine = ProcessEngine()
    for _ in range(2):
        error = refusal(engine, byte_model)
        assert error.text.id == "engine.not_started"
        assert "/nowhere/python" in error.details
    with pytest.raises(UserError):
        engine.describe()
    monkeypatch.undo()
    assert works_with(engine, byte_model)
    engine.close()


def test_a_template_that_refuses_a_conversation_later(engine: ProcessEngine, tmp_path: Path) -> None:
    fussy = "{% if messages|length > 2 %}{{ raise_exception('Too long for me') }}{% endif %}"
    path = write_byte_model(
        tmp_path / "fussy.gguf", chat_template=fussy + "{% for m in messages %}{{ m.content }}{% endfor %}"
    )
    assert works_with(engine, path)
    long = (*question("a"), *answer("b"), *question("c"))
    with pytest.raises(UserError) as caught:
        collect(engine.generate(long, sampling()))
    assert caught.value.text.id == "engine.template_refused"
    assert caught.value.text.fields["reason"] == "Too long for me"
    assert collect(engine.generate(question("d"), sampling(max_tokens=2))).done.stats.answer_tokens == 2


def test_half_a_surrogate_pair_in_a_template_and_in_a_question(engine: ProcessEngine, tmp_path: Path) -> None:
    path = write_byte_model(
        tmp_path / "odd.gguf",
        chat_template="{% if messages|length > 1 %}{{ raise_exception('\\ud800') }}{% endif %}"
        "{{ '\\ud800' }}{{ messages[0].content }}",
    )
    assert works_with(engine, path)
    assert collect(engine.generate(question("a\ud83d"), sampling(max_tokens=2))).done.stats.answer_tokens == 2
    with pytest.raises(UserError) as caught:
        collect(engine.generate((*question("a"), *answer("b")), sampling()))
    assert caught.value.text.id == "engine.template_refused"


def test_a_conversation_that_is_too_large_for_the_pipe(byte_model: Path) -> None:
    with loaded_engine(byte_model, EngineSettings(context=512)) as engine:
        with pytest.raises(UserError) as caught:
            collect(engine.generate(question("x" * 70_000_000), sampling()))
        assert caught.value.text.id == "engine.too_large"
        assert engine.count_tokens("x" * 70_000_000) is None
        assert collect(engine.generate(question("Hi"), sampling(max_tokens=2))).done.stats.answer_tokens == 2


def test_no_question_is_no_answer(byte_model: Path) -> None:
    with loaded_engine(byte_model, EngineSettings(context=512)) as engine:
        with pytest.raises(UserError) as caught:
            collect(engine.generate((), sampling()))
        assert caught.value.text.id == "engine.no_question"
