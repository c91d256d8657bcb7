"""Values and small helpers that several of these tests need."""

import sqlite3
from contextlib import closing
from pathlib import Path

from models.history import AnswerState, History
from models.record import (
    AnswerRecord,
    EngineIdentity,
    ModelIdentity,
    ModeSource,
    SectionSpan,
    Statistics,
    StopReason,
    UsedSettings,
)
from models.sampling import SectionTemperatures, TextSection

ROOT = Path(__file__).parents[2]

RECORD = AnswerRecord(
    mode="reasoning",
    mode_source=ModeSource.AUTO,
    model=ModelIdentity(
        id="deepseek-r1-distill-qwen-1.5b:Q4_K_M",
        name="R1 蒸馏",
        family="r1",
        path='/models/张 三\'s "model".gguf',
        fingerprint="f00d",
        sha256=None,
        quantization="Q4_K_M",
    ),
    settings=UsedSettings(
        temperature=0.6,
        top_p=0.95,
        top_k=50,
        min_p=0.0,
        repeat_penalty=1.0,
        repeat_last_n=64,
        frequency_penalty=0.0,
        presence_penalty=0.0,
        max_tokens=2048,
        max_thinking_tokens=None,
        seed=7,
        sections=SectionTemperatures(thinking=0.6, prose=0.6, code=0.5, json=0.4, math=0.55),
    ),
    engine=EngineIdentity(
        llama_cpp_python="0.3.36", runtime="cpu", device="CPU", gpu_layers=0, context=8192, threads=2
    ),
    stats=Statistics(
        prompt_tokens=20,
        reused_tokens=10,
        answer_tokens=30,
        thinking_tokens=12,
        first_token_ms=41.5,
        tokens_per_second=18.25,
        stop_reason=StopReason.END,
    ),
    sections=(
        SectionSpan(first=0, section=TextSection.THINKING, temperature=0.6, seed=7, start=0),
        SectionSpan(first=12, section=TextSection.CODE, temperature=0.5, seed=99, start=4),
    ),
)


class Clock:
    """A clock that moves by one second at each look, so that no two times are the same."""

    def __init__(self) -> None:
        self.now = 1_700_000_000_000

    def __call__(self) -> int:
        self.now += 1000
        return self.now


def say(history: History, conversation: int, question: str, answer: str) -> tuple[int, int]:
    """Add a question and its complete answer; return their ids."""
    asked = history.messages.ask(conversation, question)
    answered = history.messages.begin_answer(asked)
    history.messages.finish_answer(answered, state=AnswerState.COMPLETE, content=answer)
    return asked, answered


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    """Run a query on a closed history file, or on a copy of one."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def execute(path: Path, statement: str) -> None:
    """Change a closed history file from outside."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
