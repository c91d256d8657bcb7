"""What a report looks like in rows: which there are, what they say, and whether targets are met."""

import pytest

from models.bench import Row, beside_text, ours_text, ratio_text, rows, target_text, theirs_text
from models.texts import LANGUAGES, Phrasebook
from tests.bench.reports import full_report, least_report


def named(report_rows: tuple[Row, ...], name: str) -> list[Row]:
    return [row for row in report_rows if row.name == name]


def written(row: Row) -> tuple[str, ...]:
    say = Phrasebook("en")
    texts = ours_text(row, say), theirs_text(row, say), beside_text(row, say), ratio_text(row), target_text(row, say)
    return tuple(texts)


def test_rows_are_written_for_people() -> None:
    found = rows(full_report())
    assert list(map(written, named(found, "decode"))) == [
        ("27.5 tokens/s", "28.0 tokens/s", "llama-bench", "0.98 ×", "≥ 0.97 × ✓"),
        ("27.5 tokens/s", "26.0 tokens/s", "llama-server", "1.06 ×", ""),
        ("27.5 tokens/s", "22.0 tokens/s", "create_completion", "1.25 ×", ""),
    ]
    assert list(map(written, named(found, "resume"))) == [
        ("45.0 ms", "9,800 ms", "computing it again", "0.5 %", "≤ 10 % ✓")
    ]
    assert list(map(written, named(found, "stop"))) == [("61.0 ms", "", "", "", "≤ 150 ms ✓")]
    assert list(map(written, named(found, "window"))) == [
        ("25.0 tokens/s", "27.5 tokens/s", "without the window", "0.91 ×", "≥ 0.95 × ✗")
    ]


def test_targets_for_what_a_program_costs_itself_are_those_of_tiny_models() -> None:
    decode = named(rows(full_report(parameters=20_000_000)), "decode")
    assert [row.meets_target for row in decode] == [None, False, False]


def test_what_was_not_measured_has_no_row() -> None:
    assert [(row.name, row.beside) for row in rows(least_report())] == [("decode", None)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_its_texts(language: str) -> None:
    say = Phrasebook(language)
    for row in rows(full_report()):
        assert say(f"bench.figure.{row.name}")
        assert str(round(row.ours or 0))[0] in ours_text(row, say)
        assert bool(beside_text(row, say)) == (row.beside is not None)
