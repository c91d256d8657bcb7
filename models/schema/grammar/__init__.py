"""JSON schemas as grammars that llama.cpp reads. Nothing here needs llama.cpp.

`translate` makes a `Translation` of a schema, or says why nothing can be written by it; `any_json` is that of any JSON.
"""

from models.schema.grammar.translation import Translation, any_json, translate

__all__ = ["Translation", "any_json", "translate"]
