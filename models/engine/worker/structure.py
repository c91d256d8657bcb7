"""What an answer has to obey, if anything: a JSON schema or any JSON."""

import json
from collections.abc import Sequence
from contextlib import ExitStack

from models.engine.worker.sampling import Grammar
from models.engine.worker.vocabulary import Vocabulary
from models.errors import Text, user_error
from models.sampling import ANY_JSON
from models.schema import read_schema, validate


class Structure:
    """A schema for one answer and its grammar; `close` frees what is native.

    Raises UserError where the schema cannot be used.
    """

    def __init__(self, schema: str, vocabulary: Vocabulary) -> None:
        self._schema = None if schema == ANY_JSON else read_schema(schema)
        self._owned = ExitStack()
        made = Grammar.of_any_json(vocabulary) if schema == ANY_JSON else Grammar.of_schema(schema, vocabulary)
        self._start = self._owned.enter_context(made)

    def after(self, tokens: Sequence[int]) -> Grammar:
        """Return the grammar as it stands behind `tokens` of the answer, all of which obey it."""
        grammar = self._owned.enter_context(self._start.copy())
        for token in tokens:
            grammar.accept(token)
        return grammar

    def go_on(self, tokens: Sequence[int]) -> None:
        """Begin behind `tokens`, which were there before. Raises UserError where they do not obey."""
        for token in tokens:
            if not self._start.allows(token):
                raise user_error("schema.cannot_continue")
            self._start.accept(token)

    def fault_of(self, answer: str) -> Text | None:
        """Return what is wrong with a finished answer, None where it obeys."""
        if self._schema is not None:
            return validate(answer, self._schema)
        try:
            json.loads(answer)
        except (ValueError, RecursionError):
            return Text("schema.answer.no_json")
        return None

    def close(self) -> None:
        """Free the grammars."""
        self._owned.close()
