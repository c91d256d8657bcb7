"""What this program knows of the tables, as rules for taking rows out of tables that may have changed since.

A column that is no longer there, or a value of another kind than it used to be, is replaced by what stands for
"nothing known".
"""

from dataclasses import dataclass

from models.engine import Role
from models.history.values import AnswerState, TitleSource

_OWN = ("sqlite_", "search_")  # how tables begin that SQLite and the search make for themselves


def _quoted(names: tuple[str, ...]) -> str:
    return ", ".join(f"'{name}'" for name in names)


@dataclass(frozen=True)
class Column:
    """One column: `fits` is a condition on its value (`{0}`), `otherwise` what takes its place, both in SQL.

    `missing` is what takes the place of the whole column, where that is something else. Without a `needed` column the
    table cannot be read; a row whose `key` does not fit is left out.
    """

    name: str
    fits: str
    otherwise: str
    missing: str = ""
    needed: bool = False
    key: bool = False

    def fitting(self) -> str:
        """Return the condition on the column's value."""
        return self.fits.format(self.name)

    def value(self, found: frozenset[str]) -> str:
        """Return what to take where the file's table has the columns `found`."""
        if self.name not in found:
            return self.missing or self.otherwise
        return f"CASE WHEN {self.fitting()} THEN {self.name} ELSE {self.otherwise} END"


@dataclass(frozen=True)
class Table:
    """One table with its columns; without one that `is_optional`, the rest can still be read."""

    name: str
    columns: tuple[Column, ...]
    is_optional: bool = False

    @property
    def names(self) -> frozenset[str]:
        """The names of its columns."""
        return frozenset(column.name for column in self.columns)

    def is_readable(self, found: frozenset[str]) -> bool:
        """Say whether a table with the columns `found` has what cannot be done without."""
        return all(column.name in found for column in self.columns if column.needed or column.key)

    def selection(self, found: frozenset[str]) -> str:
        """Return the SELECT that takes the rows out of the file, which is attached as `kept`."""
        values = ", ".join(column.value(found) for column in self.columns)
        return f"SELECT {values} FROM kept.{self.name} WHERE {self._keys()}"  # noqa: S608 - made of constants

    def misfits(self, found: frozenset[str]) -> str:
        """Return the query that says whether any row has a value that this program cannot show."""
        fitting = " AND ".join(column.fitting() for column in self.columns if column.name in found)
        return f"SELECT EXISTS (SELECT 1 FROM kept.{self.name} WHERE NOT ({fitting}))"  # noqa: S608 - made of constants

    def _keys(self) -> str:
        return " AND ".join(column.fitting() for column in self.columns if column.key)


def is_known_table(name: str) -> bool:
    """Say whether a table of the file is one of those that this program knows, or nothing that anybody reads."""
    return name in {table.name for table in TABLES} or name.startswith(_OWN)


def _id(name: str = "id") -> Column:
    return Column(name, "typeof({0}) = 'integer'", "NULL", key=True)


def _number(name: str, otherwise: str = "0") -> Column:
    return Column(name, "typeof({0}) = 'integer'", otherwise)


def _number_or_none(name: str, missing: str = "") -> Column:
    return Column(name, "typeof({0}) IN ('integer', 'null')", "NULL", missing)


def _text(name: str, otherwise: str = "''") -> Column:
    return Column(name, "typeof({0}) = 'text'", otherwise)


def _text_or_none(name: str) -> Column:
    return Column(name, "typeof({0}) IN ('text', 'null')", "NULL")


def _one_of(name: str, values: tuple[str, ...], otherwise: str) -> Column:
    return Column(name, f"coalesce({{0}} IN ({_quoted(values)}), 0)", f"'{otherwise}'")


_BEFORE = "lag(id) OVER (PARTITION BY conversation_id ORDER BY id)"
_LAST = "(SELECT max(id) FROM kept.messages WHERE conversation_id = conversations.id)"

TABLES = (
    Table("folders", (_id(), _text("name"), _number("position")), is_optional=True),
    Table(
        "conversations",
        (
            _id(),
            _text("title"),
            _one_of("title_source", tuple(TitleSource), TitleSource.AUTO),
            _number("created_ms"),
            _number("last_used_ms"),
            _number_or_none("deleted_ms"),
            _number_or_none("leaf_id", _LAST),
            _text("mode", "'balanced'"),
            _text("overrides", "'{}'"),
            _text("instructions"),
            _text("draft"),
            _number("pinned"),
            _number_or_none("archived_ms"),
            _number_or_none("folder_id"),
        ),
    ),
    Table(
        "messages",
        (
            _id(),
            _id("conversation_id"),
            _number_or_none("parent_id", _BEFORE),
            _one_of("role", (Role.USER, Role.ASSISTANT), Role.ASSISTANT),
            _one_of("state", tuple(AnswerState), AnswerState.COMPLETE),
            _number("created_ms"),
            Column("thinking_seconds", "typeof({0}) IN ('real', 'integer', 'null')", "NULL"),
            _text_or_none("record"),
            Column("content", "typeof({0}) = 'text'", "''", needed=True),
            _text_or_none("thinking"),
            _number_or_none("hidden_ms"),
            _number("edited"),
        ),
    ),
    Table(
        "attachments",
        (
            _id(),
            _id("conversation_id"),
            _number_or_none("message_id"),
            _text("name", "'?'"),
            _number("size"),
            _number("characters"),
            _number("created_ms"),
            _text("text"),
        ),
        is_optional=True,
    ),
    Table("identities", (_id("conversation_id"), _text("name")), is_optional=True),
)
"""The tables in an order in which each stands after those that it refers to."""
