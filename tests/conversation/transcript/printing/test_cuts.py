"""Where messages are cut between pages."""

from itertools import pairwise

import pytest

from desktop.conversation.transcript.printing.cuts import Span, cuts_between, pieces

LINES = [Span(number * 20.0, number * 20.0 + 20.0) for number in range(10)]


def test_cuts_stand_in_the_middle_of_the_space_between() -> None:
    assert cuts_between([Span(0, 10), Span(30, 40), Span(40, 50)]) == [20, 40]


@pytest.mark.parametrize("room", [200.0, 199.0, 57.0, 40.0, 20.0, 3.0, 0.0])
@pytest.mark.parametrize("page", [200.0, 110.0, 41.0])
def test_no_line_is_cut_and_none_is_lost(room: float, page: float) -> None:
    found = list(pieces(cuts_between(LINES), 200.0, min(room, page), page))
    assert found[0].top == 0.0
    assert found[-1].bottom == 200.0
    assert all(first.bottom == second.top for first, second in pairwise(found))
    assert found[0].bottom <= room
    assert all(piece.bottom - piece.top <= page for piece in found)
    assert all(piece.bottom % 20.0 == 0.0 for piece in found)
    assert all(piece.bottom > piece.top for piece in found[1:])


def test_what_does_not_fit_begins_on_the_next_page() -> None:
    assert list(pieces([], 100.0, 50.0, 300.0)) == [Span(0.0, 0.0), Span(0.0, 100.0)]


def test_what_is_higher_than_a_page_is_cut_anywhere() -> None:
    assert list(pieces([], 250.0, 100.0, 100.0)) == [Span(0.0, 100.0), Span(100.0, 200.0), Span(200.0, 250.0)]
