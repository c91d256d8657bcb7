"""How often a growing answer is drawn."""

import pytest

from desktop.conversation.transcript.cadence import Cadence


def _after_a_while(tokens_per_second: float, cost: float = 0.001) -> Cadence:
    cadence = Cadence()
    now = 0.0
    for _ in range(50):
        wait = cadence.interval
        now += wait
        cadence.fed(round(4 * tokens_per_second * wait))
        cadence.refreshed(now, cost)
    return cadence


@pytest.mark.parametrize(("tokens", "rate"), [(5, 10), (40, 10), (300, 24), (3000, 24)])
def test_rate_follows_the_tokens(tokens: float, rate: float) -> None:
    assert 1 / _after_a_while(tokens).interval == pytest.approx(rate, rel=0.02)


def test_rate_rises_in_between() -> None:
    assert 10 < 1 / _after_a_while(120).interval < 24


def test_costly_refreshes_take_no_more_than_a_fifth_of_the_time() -> None:
    assert _after_a_while(300, cost=0.1).interval == pytest.approx(0.5, rel=0.02)


def test_first_refresh_comes_at_once_and_the_next_waits() -> None:
    cadence = Cadence()
    cadence.fed(4)
    assert cadence.delay(7.0) == 0.0
    cadence.refreshed(7.0, 0.001)
    assert cadence.delay(7.0) == pytest.approx(0.1)
    assert cadence.delay(9.0) == 0.0
