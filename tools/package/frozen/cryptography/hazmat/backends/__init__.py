"""There is one back end: OpenSSL."""


def default_backend() -> None:
    """Return nothing: there is no choice."""
