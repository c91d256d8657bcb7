"""Judging a temperature, and the sentence that says it."""

import pytest

from models.catalog import family
from models.errors import Text
from models.sampling import FileSampling, Verdict, hint, judge, preset

R1, QWEN, GENERIC = (family(name) for name in ("r1", "qwen2.5", "generic"))


@pytest.mark.parametrize(
    ("temperature", "expected"),
    [
        (0.0, Verdict.GREEDY_LOOPS),
        (0.05, Verdict.BELOW),
        (0.49, Verdict.BELOW),
        (0.5, Verdict.IN_BAND),
        (0.1 * 7, Verdict.IN_BAND),
        (0.75, Verdict.ABOVE),
        (0.8, Verdict.CAUTION),
        (0.99, Verdict.CAUTION),
        (1.0, Verdict.BREAKS_DOWN),
        (2.0, Verdict.BREAKS_DOWN),
    ],
)
def test_balanced_on_r1(temperature: float, expected: Verdict) -> None:
    assert judge(temperature, preset("balanced", R1)) is expected


def test_zero_loops_only_where_the_model_thinks_aloud() -> None:
    assert judge(0.0, preset("precise", QWEN)) is Verdict.BELOW
    assert judge(0.0, preset("precise", GENERIC)) is Verdict.IN_BAND
    assert judge(0.0, preset("precise", family("generic", thinks=True))) is Verdict.GREEDY_LOOPS


def test_the_band_of_a_warm_task_goes_before_the_caution_mark() -> None:
    creative = preset("creative", QWEN)
    assert judge(1.0, creative) is Verdict.IN_BAND
    assert judge(1.1, creative) is Verdict.IN_BAND
    assert judge(1.15, creative) is Verdict.CAUTION
    assert judge(1.2, creative) is Verdict.BREAKS_DOWN
    assert judge(1.0, preset("chat", QWEN)) is Verdict.CAUTION
    assert judge(0.8, preset("creative", R1)) is Verdict.IN_BAND


def test_a_files_own_temperature_is_in_its_band_even_where_others_break_down() -> None:
    warm = preset("balanced", GENERIC, FileSampling(temperature=1.5))
    assert judge(1.5, warm) is Verdict.IN_BAND
    assert judge(1.7, warm) is Verdict.CAUTION
    assert judge(1.85, warm) is Verdict.BREAKS_DOWN


def test_a_hint_names_the_band_and_the_limits() -> None:
    fields = {"low": 0.5, "high": 0.7, "caution": 0.8, "limit": 1.0}
    balanced = preset("balanced", R1)
    assert hint(0.6, balanced) == Text("hint.in_band", fields)
    assert hint(0.75, balanced) == Text("hint.above", fields)
    assert hint(0.0, balanced) == Text("hint.greedy_loops", fields)
    assert hint(1.0, balanced) == Text("hint.breaks_down", fields)


def test_between_band_and_wider_limit_the_hint_says_the_condition() -> None:
    creative, code = preset("creative", R1), preset("code", R1)
    assert hint(0.85, creative) == Text("hint.wider.review", {"limit": 0.9})
    assert hint(0.9, creative) == Text("hint.wider.review", {"limit": 0.9})
    assert hint(0.95, creative).id == "hint.caution"
    assert hint(0.8, creative).id == "hint.in_band"
    assert hint(0.6, creative).id == "hint.below"
    assert hint(0.65, code) == Text("hint.wider.assistant", {"limit": 0.7})
    assert hint(0.75, code).id == "hint.above"
    assert hint(0.0, code).id == "hint.greedy_loops"
