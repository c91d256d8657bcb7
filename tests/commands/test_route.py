"""`tempera route`: one JSON object for each question."""

import io
import json
import sys
from pathlib import Path

import pytest

from models.cli import main
from models.routing import route


def _answers(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_question_is_answered_by_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["route", "Translate good morning into German"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["label", "mode", "confidence"]
    assert answer["label"] == "translate"


def test_without_a_question_the_standard_input_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "求方程 x²-5x+6=0 的解"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(question.encode()), encoding="ascii"))
    assert main(["route", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["label"] == route(question).label
    assert answer["label"] == "math"


def test_a_file_is_answered_line_by_line_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = ["把这句话翻译成法语：早上好", "Write a haiku about rain.", "写一首关于雨的诗"]
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps({"text": text, "more": 1}) for text in questions) + "\n\n", encoding="utf-8")
    assert main(["route", "--jsonl", str(path)]) == 0
    answers = _answers(capsys.readouterr().out)
    assert [answer["label"] for answer in answers] == ["translate", "creative", "creative"]
    assert [answer["mode"] for answer in answers] == [route(text).mode for text in questions]


@pytest.mark.parametrize("line", ["no json", "[1]", '{"text": 3}', '{"question": "?"}', "[" * 100_000])
def test_a_line_that_is_no_question_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"text": "hello"}\n' + line + "\n", encoding="utf-8")
    assert main(["route", "--jsonl", str(path)]) == 1
    said = capsys.readouterr()
    assert len(_answers(said.out)) == 1
    assert "2" in said.err
    assert "Traceback" not in said.err


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["route", "--jsonl", str(tmp_path / "none.jsonl")]) == 1
    assert "none.jsonl" in capsys.readouterr().err


def test_half_a_character_on_the_standard_input_does_not_stop_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("翻译".encode()[:-1]), encoding="utf-8"))
    assert main(["route"]) == 0
    assert json.loads(capsys.readouterr().out)
