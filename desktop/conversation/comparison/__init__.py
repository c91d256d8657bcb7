"""Several answers to one question beside each other, until the user chooses one.

`Comparison` is the widget.
"""

from desktop.conversation.comparison.comparison import Comparison

__all__ = ["Comparison"]
