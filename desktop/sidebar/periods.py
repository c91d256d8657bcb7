"""The rows of the list: conversations ordered by last use, under headings that say how long ago that was."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from enum import Enum
from operator import attrgetter

from models.history import ConversationSummary


class Period(Enum):
    """How long ago a conversation was used, by the calendar."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"  # the seven days before today, without yesterday
    OLDER = "older"

    @property
    def text_id(self) -> str:
        """The id of its heading."""
        return f"sidebar.period.{self.value}"


Row = Period | ConversationSummary
"""A heading or a conversation."""

_STARTS = ((Period.TODAY, 0), (Period.YESTERDAY, 1), (Period.WEEK, 7))  # days before today


def rows(conversations: Iterable[ConversationSummary], today: date) -> list[Row]:
    """Return all rows of the list, the conversation used last first; `today` is a date of the local calendar."""
    ordered = sorted(conversations, key=attrgetter("last_used_ms", "id"), reverse=True)
    result: list[Row] = []
    first = 0
    for period, days in _STARTS:
        start = _midnight_ms(today - timedelta(days=days))
        after = bisect_right(ordered, -start, lo=first, key=lambda one: -one.last_used_ms)
        result += _group(period, ordered[first:after])
        first = after
    return result + _group(Period.OLDER, ordered[first:])


def _group(period: Period, members: Sequence[ConversationSummary]) -> list[Row]:
    return [period, *members] if members else []


def _midnight_ms(day: date) -> int:
    """Return when a day of the local calendar began, in milliseconds since 1970 (UTC)."""
    return int(datetime.combine(day, time.min).astimezone().timestamp() * 1000)
