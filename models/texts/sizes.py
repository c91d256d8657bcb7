"""Sizes of files and memory as texts."""

_MEBIBYTE = 1 << 20
_GIBIBYTE = 1 << 30


def shown_size(count: int) -> str:
    """Return a number of bytes in MiB, or in GiB from one GiB on."""
    if count >= _GIBIBYTE:
        return f"{count / _GIBIBYTE:,.2f} GiB"
    return f"{count / _MEBIBYTE:,.0f} MiB"
