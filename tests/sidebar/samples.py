"""Conversations to list."""

from datetime import date, datetime, time, timedelta

from models.history import ConversationSummary

TODAY = date(2024, 3, 15)


def at(days_ago: int, clock: time = time(12)) -> int:
    """Return a moment of the local calendar, in milliseconds since 1970 (UTC)."""
    moment = datetime.combine(TODAY - timedelta(days=days_ago), clock).astimezone()
    return int(moment.timestamp() * 1000)


def summary(number: int, used_ms: int, title: str | None = None) -> ConversationSummary:
    """Return a conversation."""
    return ConversationSummary(number, f"Title {number}" if title is None else title, used_ms, used_ms)


FEW = (
    summary(1, at(0)),
    summary(2, at(0, time(9))),
    summary(3, at(1)),
    summary(4, at(30)),
)
"""Two of today, one of yesterday, one of last month: rows 1, 2, 4 and 6 under their headings."""
