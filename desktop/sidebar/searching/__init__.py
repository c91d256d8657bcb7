"""Searching all conversations.

`SearchField` is where words are typed (`SEARCH_KEYS` lead there), `SearchResults` the list of what was found, at most
`MOST_HITS` places.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.sidebar.searching.field import SEARCH_KEYS, SearchField
    from desktop.sidebar.searching.results import MOST_HITS, SearchResults

__all__ = ["MOST_HITS", "SEARCH_KEYS", "SearchField", "SearchResults"]

__getattr__ = door(
    __name__, {"MOST_HITS": "results", "SEARCH_KEYS": "field", "SearchField": "field", "SearchResults": "results"}
)
