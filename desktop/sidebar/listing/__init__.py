"""The list of conversations under its headings, for each shelf.

`Listing` is all of it, with the bar for many selected conversations; `conversations_in` reads what is dragged from it.
"""

from desktop.sidebar.listing.drops import conversations_in
from desktop.sidebar.listing.listing import Listing

__all__ = ["Listing", "conversations_in"]
