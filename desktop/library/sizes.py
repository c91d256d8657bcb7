"""File sizes as people write them."""

_MEGABYTE = 1e6
_GIGABYTE = 1e9


def shown_size(size_bytes: int) -> str:
    """Return a size in decimal units, such as "98 MB" or "1.1 GB"."""
    if size_bytes < 0.9995 * _GIGABYTE:
        return f"{max(size_bytes / _MEGABYTE, 1):.0f} MB"
    return f"{size_bytes / _GIGABYTE:.1f} GB"
