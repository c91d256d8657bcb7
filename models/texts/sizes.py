"""Sizes of files and memory as texts."""

_KIBIBYTE = 1 << 10
_MEBIBYTE = 1 << 20
_GIBIBYTE = 1 << 30


def shown_size(count: int) -> str:
    """Return a number of bytes in MiB; in GiB from one GiB on, in KiB, rounded up, below one MiB."""
    if count >= _GIBIBYTE:
        return f"{count / _GIBIBYTE:,.2f} GiB"
    if 0 < count < _MEBIBYTE:
        return f"{-(-count // _KIBIBYTE):,} KiB"
    return f"{count / _MEBIBYTE:,.0f} MiB"
