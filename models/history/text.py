"""Making a text fit to be stored."""


def storable(text: str) -> str:
    """Return `text` as valid Unicode.

    Text from the clipboard or an input method can hold halves of UTF-16 pairs, which UTF-8, and so SQLite, cannot
    store: two halves that belong together are joined, a single one becomes U+FFFD.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
