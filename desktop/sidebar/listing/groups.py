"""The rows of the list: pinned conversations, folders, then the others ordered by last use, all under headings."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from operator import attrgetter

from models.history import ConversationSummary, Folder


class Period(Enum):
    """How long ago a conversation was used, by the calendar."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"  # the seven days before today, without yesterday
    OLDER = "older"


PINNED = "pinned"
"""The key of the pinned conversations' heading."""


@dataclass(frozen=True)
class Heading:
    """The row above a group of conversations; a click folds the group away.

    `key` tells groups apart; `folder` is the one whose conversations follow, None for the other groups, whose name is
    the text `sidebar.group.<key>`.
    """

    key: str
    count: int
    folded: bool = False
    folder: Folder | None = None


Row = Heading | ConversationSummary
"""A heading or a conversation."""

_STARTS = ((Period.TODAY, 0), (Period.YESTERDAY, 1), (Period.WEEK, 7))  # days before today


def last_used(conversation: ConversationSummary) -> int:
    """Return when a conversation was used last."""
    return conversation.last_used_ms


def deleted(conversation: ConversationSummary) -> int:
    """Return when a conversation was deleted."""
    return conversation.deleted_ms or 0


def folder_key(folder: int) -> str:
    """Return the key of a folder's heading."""
    return f"folder:{folder}"


def rows(
    conversations: Iterable[ConversationSummary],
    today: date,
    *,
    folders: Sequence[Folder] = (),
    folded: Collection[str] = (),
) -> list[Row]:
    """Return all rows of the list, in each group the conversation used last first.

    A pinned conversation stands under that heading only. A folder has a heading even while nothing is in it, other
    groups have not; `folded` are the keys of groups of which the heading alone is shown. `today` is a date of the
    local calendar.
    """
    pinned: list[ConversationSummary] = []
    inside: dict[int, list[ConversationSummary]] = {folder.id: [] for folder in folders}
    loose: list[ConversationSummary] = []
    for one in sorted(conversations, key=attrgetter("last_used_ms", "id"), reverse=True):
        if one.pinned:
            pinned.append(one)
        elif one.folder in inside:
            inside[one.folder].append(one)
        else:
            loose.append(one)
    result: list[Row] = []
    if pinned:
        result += _group(Heading(PINNED, len(pinned)), pinned, folded)
    for folder in folders:
        members = inside[folder.id]
        result += _group(Heading(folder_key(folder.id), len(members), folder=folder), members, folded)
    return result + _dated(loose, today, last_used, folded)


def flat_rows(
    conversations: Iterable[ConversationSummary],
    today: date,
    *,
    when: Callable[[ConversationSummary], int] = last_used,
    folded: Collection[str] = (),
) -> list[Row]:
    """Return the rows of a list without pinned conversations and folders, as archive and recycle bin are.

    `when` is the time by which they are grouped, in milliseconds since 1970 (UTC).
    """
    ordered = sorted(conversations, key=lambda one: (when(one), one.id), reverse=True)
    return _dated(ordered, today, when, folded)


def _dated(
    ordered: Sequence[ConversationSummary],
    today: date,
    when: Callable[[ConversationSummary], int],
    folded: Collection[str],
) -> list[Row]:
    result: list[Row] = []
    for period, members in _by_period(ordered, today, when):
        if members:
            result += _group(Heading(period.value, len(members)), members, folded)
    return result


def _by_period(
    ordered: Sequence[ConversationSummary], today: date, when: Callable[[ConversationSummary], int]
) -> Iterator[tuple[Period, Sequence[ConversationSummary]]]:
    first = 0
    for period, days in _STARTS:
        start = _midnight_ms(today - timedelta(days=days))
        after = bisect_right(ordered, -start, lo=first, key=lambda one: -when(one))
        yield period, ordered[first:after]
        first = after
    yield Period.OLDER, ordered[first:]


def _group(heading: Heading, members: Sequence[ConversationSummary], folded: Collection[str]) -> list[Row]:
    if heading.key in folded:
        return [Heading(heading.key, heading.count, folded=True, folder=heading.folder)]
    return [heading, *members]


def _midnight_ms(day: date) -> int:
    """Return when a day of the local calendar began, in milliseconds since 1970 (UTC)."""
    return int(datetime.combine(day, time.min).astimezone().timestamp() * 1000)
