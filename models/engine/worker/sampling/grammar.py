"""A grammar that an answer obeys: llama.cpp's, asked about few tokens at a time.

Asked about a whole vocabulary of 152,000 words llama.cpp takes 20 ms. What begins with a byte that the grammar refuses
is refused itself: asked about the bytes first, it need not see most of the vocabulary.
"""

import ctypes
from types import TracebackType
from typing import Any, Self
from weakref import WeakKeyDictionary

import numpy as np
from llama_cpp import llama_cpp as lib
from numpy.typing import NDArray

from models.engine.worker.sampling.native import CandidateArray
from models.engine.worker.vocabulary import Vocabulary
from models.errors import user_error
from models.schema import Translation, any_json, read_schema, translate

Tokens = NDArray[np.integer[Any]]

_NO_TEXT = -1
_ROOM = 1024


class Grammar:
    """What an answer has to obey, and how far it has come. A context manager: `close` frees what is native.

    `left_out` names the keywords of the schema that a grammar cannot say: only the finished answer shows whether it
    obeys them.
    """

    def __init__(self, translation: Translation, vocabulary: Vocabulary, *, sampler: Any = None) -> None:
        self.left_out = translation.left_out
        self._translation = translation
        self._vocabulary = vocabulary
        self._candidates = CandidateArray()
        text = translation.gbnf.encode()
        self._sampler: Any = sampler or lib.llama_sampler_init_grammar(vocabulary.handle, text, b"root")
        if not self._sampler:
            raise user_error("schema.too_complex", "llama.cpp refuses the grammar")

    @classmethod
    def of_schema(cls, schema: str, vocabulary: Vocabulary) -> Self:
        """Return the grammar of a JSON schema. Raises UserError where it cannot be used."""
        return cls(translate(read_schema(schema)), vocabulary)

    @classmethod
    def of_any_json(cls, vocabulary: Vocabulary) -> Self:
        """Return the grammar of any JSON object or array."""
        return cls(any_json(), vocabulary)

    def copy(self) -> Self:
        """Return another grammar that has come as far as this one."""
        return type(self)(self._translation, self._vocabulary, sampler=lib.llama_sampler_clone(self._sampler))

    @property
    def is_complete(self) -> bool:
        """Whether the answer may end here."""
        end = self._vocabulary.eos
        return end >= 0 and self.allows(end)

    def allows(self, token: int) -> bool:
        """Return whether `token` may come next; an end of generation where the grammar is complete."""
        is_written = self._vocabulary.piece(token) or self._vocabulary.ends_generation(token)
        return bool(is_written) and len(self._among(np.array((token,)))) == 1

    def among(self, tokens: Tokens) -> Tokens:
        """Return those of `tokens` that may come next."""
        first = _first_bytes(self._vocabulary)
        return self._among(tokens[(first.of_token[tokens] != _NO_TEXT) | np.isin(tokens, first.ends)])

    def allowed(self) -> Tokens:
        """Return all tokens of the vocabulary that may come next, in order of their numbers but for the ends."""
        first = _first_bytes(self._vocabulary)
        possible = first.unknown.copy()
        possible[first.of_token[self._among(first.single)]] = True
        return self._among(np.concatenate((np.flatnonzero(possible[first.of_token]), first.ends)))

    def accept(self, token: int) -> None:
        """Go on by `token`, which `allows` must have allowed: llama.cpp ends the process otherwise."""
        lib.llama_sampler_accept(self._sampler, token)

    def close(self) -> None:
        """Free the native grammar. Idempotent; nothing else may be called afterwards."""
        if self._sampler:
            lib.llama_sampler_free(self._sampler)
            self._sampler = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _among(self, tokens: Tokens) -> Tokens:
        if not len(tokens):
            return tokens
        entries: Any = self._candidates.apply(self._sampler, tokens, np.zeros(len(tokens), np.float32))
        allowed: Tokens = entries["id"][entries["logit"] == 0]  # the others' are minus infinity
        return allowed


class _FirstBytes:
    """The tokens of a vocabulary by their first byte.

    Control tokens, which stand for no text in an answer, belong to no byte: llama.cpp would take them for their names.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        buffer, handle, size = ctypes.create_string_buffer(_ROOM), vocabulary.handle, vocabulary.size
        self.of_token = np.full(size, _NO_TEXT, np.int16)
        ends, single = [], []
        closing = {vocabulary.eos, lib.llama_vocab_eot(handle)}
        for token in range(size):
            length = lib.llama_token_to_piece(handle, token, buffer, _ROOM, 0, False)  # noqa: FBT003
            if (not length or token in closing) and lib.llama_vocab_is_eog(handle, token):
                ends.append(token)
            elif length:
                self.of_token[token] = buffer[0][0] if length > 0 else vocabulary.piece(token)[0]
                if length == 1:
                    single.append(token)
        self.ends = np.array(ends, np.int32)
        self.single = np.array(single, np.int32)
        self.unknown = np.ones(257, np.bool_)  # a byte that is no token of its own cannot be asked about
        self.unknown[self.of_token[self.single]] = False
        self.unknown[_NO_TEXT] = False


_KNOWN: WeakKeyDictionary[Vocabulary, _FirstBytes] = WeakKeyDictionary()
"""Reading a vocabulary of 152,000 words takes 0.2 s: once for each."""


def _first_bytes(vocabulary: Vocabulary) -> _FirstBytes:
    known = _KNOWN.get(vocabulary)
    if known is None:
        known = _KNOWN[vocabulary] = _FirstBytes(vocabulary)
    return known
