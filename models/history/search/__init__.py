"""Finding conversations and messages by their words.

`Search` looks in the titles and texts of an open history, `Hit` is what it finds; `IndexState` tells how its index is.
`create_tables` makes the index, for the migration that brought it, and `INDEXES` are what its tables' names begin with.
"""

from models.history.search.index import IndexState
from models.history.search.search import Hit, Search
from models.history.search.tables import INDEXES, create_tables

__all__ = ["INDEXES", "Hit", "IndexState", "Search", "create_tables"]
