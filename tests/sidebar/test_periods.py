"""Under which heading a conversation stands."""

from datetime import date, time, timedelta

import pytest

from desktop.sidebar.periods import Period, rows
from tests.sidebar.samples import TODAY, at, summary

LAST_MOMENT = time(23, 59, 59, 999000)
MIDNIGHT = time(0)


@pytest.mark.parametrize(
    ("used_ms", "period"),
    [
        (at(0, LAST_MOMENT), Period.TODAY),
        (at(0, MIDNIGHT), Period.TODAY),
        (at(1, LAST_MOMENT), Period.YESTERDAY),
        (at(1, MIDNIGHT), Period.YESTERDAY),
        (at(2, LAST_MOMENT), Period.WEEK),
        (at(7, MIDNIGHT), Period.WEEK),
        (at(8, LAST_MOMENT), Period.OLDER),
        (0, Period.OLDER),
    ],
)
def test_days_begin_at_midnight(used_ms: int, period: Period) -> None:
    one = summary(1, used_ms)
    assert rows([one], TODAY) == [period, one]


def test_clock_set_back_makes_the_future_today() -> None:
    one = summary(1, at(-400))
    assert rows([one], TODAY) == [Period.TODAY, one]


def test_headings_without_conversations_are_left_out() -> None:
    now, old = summary(1, at(0)), summary(2, at(100))
    assert rows([now, old], TODAY) == [Period.TODAY, now, Period.OLDER, old]


def test_last_used_comes_first_and_of_two_at_once_the_newer_one() -> None:
    early, first, second = summary(7, at(0, time(8))), summary(2, at(0)), summary(3, at(0))
    assert rows([early, first, second], TODAY) == [Period.TODAY, second, first, early]


def test_no_conversations_make_no_rows() -> None:
    assert rows([], TODAY) == []


def test_every_moment_of_a_year_has_its_heading_whatever_the_summer_time_does() -> None:
    for day in range(0, 366, 7):
        today = date(2024, 1, 1) + timedelta(days=day)
        one = summary(1, at((TODAY - today).days, MIDNIGHT))
        assert rows([one], today) == [Period.TODAY, one]
        assert rows([summary(1, one.last_used_ms - 1)], today)[0] is Period.YESTERDAY
