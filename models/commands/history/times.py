"""Times on a terminal."""

from datetime import UTC, datetime


def local_time(milliseconds: int) -> str:
    """Return a time, in milliseconds since 1970, as day and minute of the user's own time zone."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
