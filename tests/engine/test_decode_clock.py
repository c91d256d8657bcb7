"""The time spent inside llama.cpp is told to those who ask for it, and to nobody else."""

from pathlib import Path

import pytest

from models.engine import EngineSettings, ProcessEngine
from tests.support.engines import collect, question, sampling
from tests.support.tiny_model import write_byte_model


@pytest.mark.parametrize("timed", [True, False])
def test_only_a_timed_engine_tells_the_time_of_a_token(tmp_path: Path, *, timed: bool) -> None:
    engine = ProcessEngine(timed=timed)
    try:
        for _ in engine.load(write_byte_model(tmp_path / "bytes.gguf"), EngineSettings(context=512, threads=1)):
            pass
        done = collect(engine.generate(question("Hello"), sampling(max_tokens=16))).done
        many = [
            event
            for event in engine.generate_many(question("Hello"), (sampling(seed=1), sampling(seed=2)))
            if isinstance(event, type(done))
        ]
    finally:
        engine.close()
    assert (done.decode_ms is not None) is timed
    if done.decode_ms is not None:
        assert 0 < done.decode_ms < 1000 / done.stats.tokens_per_second * done.stats.answer_tokens
    assert [one.decode_ms for one in many] == [None, None]  # their tokens are not computed one by one
