"""Routing: which kind of task a question is, and so which mode Auto picks for it.

`route` sorts a text into one of the nine kinds of `Label` and returns a `Route`: the label, the mode that follows from
it (balanced where it is not sure), and how sure it is. It reads the text alone, takes a few milliseconds for any
length, and loads what it needs at its first call.
"""

from models.routing.route import route
from models.routing.values import UNSURE_MODE, Label, Route

__all__ = ["UNSURE_MODE", "Label", "Route", "route"]
