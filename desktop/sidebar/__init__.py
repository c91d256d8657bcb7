"""The conversations at the left of the window: searching them, opening them, keeping them in order.

`Sidebar` shows what the history returns and tells by signals what the user wants; its `requests` (`Requests`) are about
conversations and folders. A `Shelf` is where conversations are kept, `Moved` are those that can be brought back from
one. `MOST_HITS` is how many places of a search are shown, `SEARCH_KEYS` lead into the search field.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.sidebar.requests import Requests
    from desktop.sidebar.searching import MOST_HITS, SEARCH_KEYS
    from desktop.sidebar.shelves import Shelf
    from desktop.sidebar.sidebar import Sidebar
    from desktop.sidebar.undo_bar import Moved

__all__ = ["MOST_HITS", "SEARCH_KEYS", "Moved", "Requests", "Shelf", "Sidebar"]

__getattr__ = door(
    __name__,
    {
        "MOST_HITS": "searching",
        "Moved": "undo_bar",
        "Requests": "requests",
        "SEARCH_KEYS": "searching",
        "Shelf": "shelves",
        "Sidebar": "sidebar",
    },
)
