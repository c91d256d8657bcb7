"""Under which heading a conversation stands."""

from datetime import date, time, timedelta

import pytest

from desktop.sidebar.listing.groups import PINNED, Heading, Period, Row, deleted, flat_rows, folder_key, rows
from models.history import ConversationSummary
from tests.sidebar.samples import FOLDERS, HOME, KEPT, TODAY, WORK, at, summary

LAST_MOMENT = time(23, 59, 59, 999000)
MIDNIGHT = time(0)


def under(period: Period, count: int = 1) -> Heading:
    return Heading(period.value, count)


def keys(found: list[Row]) -> list[str | int]:
    """Return the ids of conversations and the keys of headings."""
    return [row.id if isinstance(row, ConversationSummary) else row.key for row in found]


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
    assert rows([one], TODAY) == [under(period), one]


def test_clock_set_back_makes_the_future_today() -> None:
    one = summary(1, at(-400))
    assert rows([one], TODAY) == [under(Period.TODAY), one]


def test_headings_without_conversations_are_left_out() -> None:
    now, old = summary(1, at(0)), summary(2, at(100))
    assert rows([now, old], TODAY) == [under(Period.TODAY), now, under(Period.OLDER), old]


def test_last_used_comes_first_and_of_two_at_once_the_newer_one() -> None:
    early, first, second = summary(7, at(0, time(8))), summary(2, at(0)), summary(3, at(0))
    assert rows([early, first, second], TODAY) == [under(Period.TODAY, 3), second, first, early]


def test_no_conversations_make_no_rows() -> None:
    assert rows([], TODAY) == []


def test_every_moment_of_a_year_has_its_heading_whatever_the_summer_time_does() -> None:
    for day in range(0, 366, 7):
        today = date(2024, 1, 1) + timedelta(days=day)
        one = summary(1, at((TODAY - today).days, MIDNIGHT))
        assert rows([one], today) == [under(Period.TODAY), one]
        assert rows([summary(1, one.last_used_ms - 1)], today)[0] == under(Period.YESTERDAY)


def test_pinned_come_first_then_folders_then_days() -> None:
    found = rows(KEPT, TODAY, folders=FOLDERS)
    assert keys(found) == [PINNED, 2, 5, folder_key(1), 3, 4, folder_key(2), "today", 1]


def test_folder_has_a_heading_while_it_is_empty_so_that_something_can_be_dropped_there() -> None:
    assert rows([], TODAY, folders=FOLDERS) == [
        Heading(folder_key(1), 0, folder=WORK),
        Heading(folder_key(2), 0, folder=HOME),
    ]


def test_folded_groups_are_their_heading_with_a_number() -> None:
    found = rows(KEPT, TODAY, folders=FOLDERS, folded={PINNED, folder_key(1), "today"})
    assert found == [
        Heading(PINNED, 2, folded=True),
        Heading(folder_key(1), 2, folded=True, folder=WORK),
        Heading(folder_key(2), 0, folder=HOME),
        Heading("today", 1, folded=True),
    ]


def test_conversation_of_a_folder_that_is_gone_stands_under_its_day() -> None:
    assert keys(rows([summary(1, at(0), folder=77)], TODAY, folders=FOLDERS))[-2:] == ["today", 1]


def test_archive_knows_neither_pins_nor_folders() -> None:
    assert keys(flat_rows(KEPT, TODAY)) == ["today", 1, "yesterday", 2, "week", 3, 4, "older", 5]


def test_recycle_bin_goes_by_the_day_of_deleting() -> None:
    old = ConversationSummary(1, "Old", at(90), at(90), deleted_ms=at(0))
    new = ConversationSummary(2, "New", at(0), at(0), deleted_ms=at(1))
    assert keys(flat_rows([new, old], TODAY, when=deleted)) == ["today", 1, "yesterday", 2]
