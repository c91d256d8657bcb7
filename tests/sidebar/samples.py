"""Conversations to list."""

from datetime import date, datetime, time, timedelta

from models.history import ConversationSummary, Folder

TODAY = date(2024, 3, 15)


def at(days_ago: int, clock: time = time(12)) -> int:
    """Return a moment of the local calendar, in milliseconds since 1970 (UTC)."""
    moment = datetime.combine(TODAY - timedelta(days=days_ago), clock).astimezone()
    return int(moment.timestamp() * 1000)


def summary(
    number: int, used_ms: int, title: str | None = None, *, pinned: bool = False, folder: int | None = None
) -> ConversationSummary:
    """Return a conversation."""
    name = f"Title {number}" if title is None else title
    return ConversationSummary(number, name, used_ms, used_ms, pinned=pinned, folder=folder)


FEW = (
    summary(1, at(0)),
    summary(2, at(0, time(9))),
    summary(3, at(1)),
    summary(4, at(30)),
)
"""Two of today, one of yesterday, one of last month: rows 1, 2, 4 and 6 under their headings."""

WORK, HOME = FOLDERS = (Folder(1, "Work", 0), Folder(2, "Home", 1))

KEPT = (
    summary(1, at(0)),
    summary(2, at(1), pinned=True),
    summary(3, at(2), folder=1),
    summary(4, at(3), folder=1),
    summary(5, at(40), pinned=True, folder=2),
)
"""One loose, two pinned (one of them in a folder), two in a folder.

The rows: Pinned, 2, 5, Work, 3, 4, Home, Today, 1.
"""
