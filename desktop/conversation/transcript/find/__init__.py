"""Finding a text in the conversation.

`Finder` looks through the messages in slices of time, marks what it finds and goes from hit to hit; a `FindState` says
how far it is. `paint_hits` draws the marks of a message. A `Locator` goes to the place of an `Excerpt` in one message.
"""

from desktop.conversation.transcript.find.finder import Finder, FindState
from desktop.conversation.transcript.find.locating import Excerpt, Locator
from desktop.conversation.transcript.find.painting import paint_hits

__all__ = ["Excerpt", "FindState", "Finder", "Locator", "paint_hits"]
