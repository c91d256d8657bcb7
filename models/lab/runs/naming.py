"""The name of a sweep, as it can be kept."""

_LONGEST = 200


def kept_name(wanted: str) -> str:
    """Return a name as it can be kept: text, in one line, not endless."""
    text = wanted.encode("utf-8", "replace").decode()
    return " ".join(text.split())[:_LONGEST]
