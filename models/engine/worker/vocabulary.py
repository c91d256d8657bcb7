"""The vocabulary of a loaded model: text to tokens, tokens to bytes."""

import ctypes
from functools import cached_property
from typing import Any

from llama_cpp import llama_cpp as lib

from models.engine.worker.chunks import chunks

_CONTROL = 1 << 3  # llama_token_attr
_USER_DEFINED = 1 << 4
_ANCHOR = b"\x01"
"""A character that is no part of any word: it becomes a byte token, and what follows it begins anew."""

_MOST_PIECES = 1024
"""Pieces that are remembered: those of a long answer. All 152,000 would be 14 MB; to read one takes 5 µs."""


class Vocabulary:
    """A view on the vocabulary; valid as long as its model is loaded.

    Tokenizing may be done by another thread than the rest: llama.cpp only reads here.
    """

    def __init__(self, handle: Any) -> None:
        self.handle = handle
        self.size: int = lib.llama_vocab_n_tokens(handle)
        self.adds_bos = bool(lib.llama_vocab_get_add_bos(handle))
        self._pieces: dict[int, bytes] = {}
        self._shown: dict[int, bytes] = {}
        self._buffer = ctypes.create_string_buffer(256)
        # SentencePiece vocabularies put a space before each text: wrong wherever one goes on.
        first = self._tokens(b"a", special=False)[:1]
        puts_space = bool(first) and self.piece(first[0]).startswith(b" ")
        self._anchor = self._tokens(_ANCHOR, special=False) if puts_space else []

    def tokenize(self, text: str, *, special: bool = False, begins: bool = False) -> list[int]:
        """Return the tokens of `text`; with `special`, the text of control tokens becomes those tokens.

        `begins` says that nothing stands before the text: only there a vocabulary may put its space.
        """
        tokens: list[int] = []
        for chunk in chunks(text):
            tokens += self.tokenize_chunk(chunk, special=special, begins=begins and not tokens)
        return tokens

    def tokenize_chunk(self, chunk: str, *, special: bool = False, begins: bool = False) -> list[int]:
        """Return the tokens of one of `chunks`, or of a part of it, as `tokenize` does for texts of any length."""
        data = chunk.encode("utf-8", "replace")
        if begins or not self._anchor:
            return self._tokens(data, special=special)
        tokens, length = self._tokens(_ANCHOR + data, special=special), len(self._anchor)
        return tokens[length:] if tokens[:length] == self._anchor else self._tokens(data, special=special)

    def piece(self, token: int) -> bytes:
        """Return the bytes a token stands for, of any length; control tokens stand for none."""
        known = self._pieces.get(token)
        if known is None:
            known = self._shown.get(token)
            if known is None:
                known = self._read_piece(token, special=False)
            if len(self._pieces) == _MOST_PIECES:
                self._pieces.clear()
            self._pieces[token] = known
        return known

    def show(self, token: int) -> None:
        """Let a control token stand for its own text from now on (thinking tags are control tokens on some models)."""
        self._shown[token] = self._read_piece(token, special=True)
        self._pieces.pop(token, None)

    def ends_generation(self, token: int) -> bool:
        """Return whether the token ends an answer."""
        return bool(lib.llama_vocab_is_eog(self.handle, token))

    def is_control(self, token: int) -> bool:
        """Return whether the token is a control token."""
        return bool(lib.llama_vocab_get_attr(self.handle, token) & _CONTROL)

    def text(self, token: int) -> str:
        """Return the token's own text as the vocabulary spells it; "" for no token (a negative number)."""
        return "" if token < 0 else lib.llama_vocab_get_text(self.handle, token).decode("utf-8", "replace")

    @property
    def bos(self) -> int:
        """The token that begins a text; -1 where there is none."""
        return int(lib.llama_vocab_bos(self.handle))

    @property
    def eos(self) -> int:
        """The token that ends a text; -1 where there is none."""
        return int(lib.llama_vocab_eos(self.handle))

    @property
    def control(self) -> frozenset[int]:
        """All control tokens."""
        return self._marked[0]

    @property
    def user_defined(self) -> dict[str, int]:
        """The USER_DEFINED tokens by their text.

        llama.cpp matches them in plain text even with special parsing off, unlike control tokens.
        """
        return self._marked[1]

    @cached_property
    def _marked(self) -> tuple[frozenset[int], dict[str, int]]:
        attribute, handle = lib.llama_vocab_get_attr, self.handle
        attributes = [attribute(handle, token) for token in range(self.size)]
        control = frozenset(token for token, mark in enumerate(attributes) if mark & _CONTROL)
        return control, {self.text(token): token for token, mark in enumerate(attributes) if mark & _USER_DEFINED}

    def _tokens(self, data: bytes, *, special: bool) -> list[int]:
        room = len(data) + 8
        tokens = (ctypes.c_int32 * room)()
        count = lib.llama_tokenize(self.handle, data, len(data), tokens, room, False, special)  # noqa: FBT003
        if count < 0:
            room = -count
            tokens = (ctypes.c_int32 * room)()
            count = lib.llama_tokenize(self.handle, data, len(data), tokens, room, False, special)  # noqa: FBT003
        return tokens[: max(0, count)]

    def _read_piece(self, token: int, *, special: bool) -> bytes:
        buffer = self._buffer
        count = lib.llama_token_to_piece(self.handle, token, buffer, len(buffer), 0, special)
        if count < 0:
            buffer = ctypes.create_string_buffer(-count)
            count = lib.llama_token_to_piece(self.handle, token, buffer, -count, 0, special)
        return buffer.raw[:count]
