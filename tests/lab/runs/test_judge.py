"""A model as a judge: its verdict obeys the schema, whatever model it is."""

import json
from pathlib import Path

import pytest

from models.errors import UserError
from models.lab import VERDICT_SCHEMA, CheckTools, EngineJudge, Judge, Task, check_answer
from tests.lab.runs.answering_engine import AnsweringEngine
from tests.support.engines import loaded_engine


def test_the_verdict_of_a_real_model_obeys_the_schema(starter_model: Path) -> None:
    with loaded_engine(starter_model) as engine:
        verdict = json.loads(EngineJudge(engine, VERDICT_SCHEMA)("Is this polite: Good morning! Reply with JSON."))
    assert sorted(verdict) == ["pass", "reason"]
    assert isinstance(verdict["pass"], bool)


def test_a_judge_is_asked_coolly_and_always_with_the_same_seed(starter_model: Path) -> None:
    engine = AnsweringEngine(lambda _question, _settings: '{"reason": "It is.", "pass": true}')
    engine.take(starter_model)
    task = Task(id="judged", prompt="Greet me.", check=Judge(rubric="It is polite."))
    tools = CheckTools(judge=EngineJudge(engine, VERDICT_SCHEMA))
    findings = [check_answer(task, "Good morning!", tools) for _ in range(2)]
    assert [finding.passed for finding in findings] == [True, True]
    first, second = engine.asked
    assert first.settings == second.settings
    assert first.settings.schema == VERDICT_SCHEMA
    assert first.settings.temperature <= 0.45
    assert engine.conversations == {""}


def test_without_a_model_there_is_no_verdict() -> None:
    with pytest.raises(UserError, match=r"engine\.no_model"):
        EngineJudge(AnsweringEngine(), VERDICT_SCHEMA)("Is it?")
