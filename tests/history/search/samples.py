"""Reading what a search found."""

from models.history import History, Hit


def found(history: History, query: str, *, thinking: bool = False, limit: int = 50) -> list[int | None]:
    """Return the messages that a query finds, None for a title alone."""
    return [hit.message for hit in history.search.find(query, thinking=thinking, limit=limit)]


def only(history: History, query: str, *, thinking: bool = False) -> Hit:
    """Return the one place where a query is found."""
    (hit,) = history.search.find(query, thinking=thinking)
    return hit


def marked(hit: Hit) -> list[str]:
    """Return the words that are marked in a snippet."""
    return [hit.snippet[start:end] for start, end in hit.marks]


def catch_up(history: History) -> int:
    """Bring the index up to date, slice by slice; return how many slices that took."""
    slices = 1
    while history.search.catch_up(0):
        slices += 1
    return slices
