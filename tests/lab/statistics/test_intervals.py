"""Wilson's interval of a pass rate."""

import pytest

from models.lab import wilson


@pytest.mark.parametrize(
    ("passed", "judged", "low", "high"),
    [  # worked out with 40 digits
        (0, 1, 0.0, 0.7934507),
        (3, 3, 0.4385030, 1.0),
        (5, 10, 0.2365931, 0.7634069),
        (1, 100, 0.0017674, 0.0544862),
        (0, 0, 0.0, 1.0),
    ],
)
def test_interval(passed: int, judged: int, low: float, high: float) -> None:
    interval = wilson(passed, judged)
    assert interval.low == pytest.approx(low, abs=1e-6)
    assert interval.high == pytest.approx(high, abs=1e-6)


@pytest.mark.parametrize(("passed", "judged"), [(-1, 3), (4, 3)])
def test_impossible_numbers_are_refused(passed: int, judged: int) -> None:
    with pytest.raises(ValueError, match=r"passed$"):
        wilson(passed, judged)
