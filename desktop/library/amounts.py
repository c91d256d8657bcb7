"""How much, how fast, how long: figures of downloads and memory as people write them."""

from desktop.library.sizes import shown_size
from models.texts import Phrasebook

_MINUTE = 60
_HOUR = 3600
_GIBIBYTE = 1 << 30
_MEBIBYTE = 1 << 20
_BILLION = 1e9
_MILLION = 1e6
_NEARLY = 0.95
"""From here on the next larger unit reads better."""


def size_text(size_bytes: int | None, say: Phrasebook, *, about: bool = False) -> str:
    """Return the size of a file; `about` where it is only known roughly, a text of its own where it is not known."""
    if size_bytes is None:
        return say("pages.size.unknown")
    shown = shown_size(size_bytes)
    return say("pages.size.about", size=shown) if about else shown


def rate_text(bytes_per_second: float) -> str:
    """Return a speed, such as "8.3 MB/s"."""
    if bytes_per_second < _MILLION:
        return f"{bytes_per_second / 1e3:.0f} kB/s"
    return f"{bytes_per_second / _MILLION:.1f} MB/s"


def time_left_text(seconds: float, say: Phrasebook) -> str:
    """Return how long something still takes, in steps that do not flicker."""
    if seconds < _MINUTE:
        return say("pages.left.seconds", seconds=max(5 * round(seconds / 5), 5))
    if seconds < _HOUR:
        return say("pages.left.minutes", minutes=max(round(seconds / _MINUTE), 1))
    hours, rest = divmod(round(seconds), _HOUR)
    return say("pages.left.hours", hours=hours, minutes=rest // _MINUTE)


def memory_text(size_bytes: int) -> str:
    """Return an amount of memory in binary units, as drivers and systems state it."""
    if size_bytes < _GIBIBYTE:
        return f"{size_bytes / _MEBIBYTE:,.0f} MiB"
    return f"{size_bytes / _GIBIBYTE:.1f} GiB"


def parameters_text(parameters: int, say: Phrasebook) -> str:
    """Return how many parameters a model has, in words."""
    if parameters < _NEARLY * _BILLION:
        return say("pages.parameters.million", count=f"{parameters / _MILLION:.0f}")
    return say("pages.parameters.billion", count=f"{parameters / _BILLION:.1f}")
