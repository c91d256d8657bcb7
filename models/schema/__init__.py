"""JSON schemas that answers shall obey.

`read_schema` reads a `Schema` that a user gave, `read_schema_file` gets its text from a file, `referred` finds the
parts that it refers to, `validate` says whether a finished answer obeys it. `translate` makes a `Translation` of it, a
grammar that llama.cpp reads, or says why nothing can be written by it; `any_json` is that of any JSON. `read_pattern`
reads a regular expression of a schema as an `Expression`, made of `OneOf`, `Edge`, `Row`, `Either` and `Times`, or
raises `PatternError`; `found_in` searches it in a text in bounded time, `complement` and `union` reckon with its
`Ranges` of characters.
"""

from models.schema.grammar import Translation, any_json, translate
from models.schema.json_schema import Schema, read_schema, referred, validate
from models.schema.pattern import (
    Edge,
    Either,
    Expression,
    OneOf,
    PatternError,
    Ranges,
    Row,
    Times,
    complement,
    found_in,
    read_pattern,
    union,
)
from models.schema.schema_file import read_schema_file

__all__ = [
    "Edge",
    "Either",
    "Expression",
    "OneOf",
    "PatternError",
    "Ranges",
    "Row",
    "Schema",
    "Times",
    "Translation",
    "any_json",
    "complement",
    "found_in",
    "read_pattern",
    "read_schema",
    "read_schema_file",
    "referred",
    "translate",
    "union",
    "validate",
]
