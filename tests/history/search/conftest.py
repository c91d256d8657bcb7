"""A history to search in, as the tests of the history have it."""

from tests.history.conftest import clock, conversation, history, path

__all__ = ["clock", "conversation", "history", "path"]
