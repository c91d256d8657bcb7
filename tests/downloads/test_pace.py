"""The speed of a download, by a clock of the test's own."""

import pytest

from models.downloads.worker.pace import Pace


class Clock:
    """A clock that the test moves."""

    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def arrive(pace: Pace, clock: Clock, *, seconds: float, speed: int) -> None:
    for _ in range(round(seconds * 10)):
        clock.now += 0.1
        pace.add(speed // 10)


def test_nothing_is_claimed_at_the_beginning(clock: Clock) -> None:
    pace = Pace(clock)
    pace.add(1_000_000)
    assert pace.bytes_per_second == 0
    assert pace.seconds_left(5) is None


def test_speed_is_that_of_the_last_seconds(clock: Clock) -> None:
    pace = Pace(clock)
    arrive(pace, clock, seconds=20, speed=1000)
    assert pace.bytes_per_second == pytest.approx(1000, rel=0.05)
    arrive(pace, clock, seconds=6, speed=5000)
    assert pace.bytes_per_second == pytest.approx(5000, rel=0.05)
    assert pace.seconds_left(10_000) == pytest.approx(2, rel=0.05)


def test_silence_makes_it_slower(clock: Clock) -> None:
    pace = Pace(clock)
    arrive(pace, clock, seconds=5, speed=1000)
    clock.now += 20
    assert pace.bytes_per_second < 250


def test_what_came_before_a_new_connection_does_not_count(clock: Clock) -> None:
    pace = Pace(clock)
    arrive(pace, clock, seconds=5, speed=1000)
    pace.restart()
    assert pace.bytes_per_second == 0


def test_time_left_is_unknown_where_the_size_is(clock: Clock) -> None:
    pace = Pace(clock)
    arrive(pace, clock, seconds=5, speed=1000)
    assert pace.seconds_left(None) is None


def test_reports_are_not_too_many(clock: Clock) -> None:
    pace = Pace(clock)
    due = 0
    for _ in range(1000):
        clock.now += 0.01
        due += pace.due()
    assert 40 <= due <= 51
