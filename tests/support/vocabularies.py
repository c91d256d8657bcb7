"""The vocabulary of a model file, without its weights."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from llama_cpp import llama_cpp as lib

from models.engine.worker.vocabulary import Vocabulary

_SILENT = lib.llama_log_callback(lambda _level, _text, _data: None)


@contextmanager
def vocabulary_of(path: Path) -> Iterator[Vocabulary]:
    """Give the vocabulary of a file; nothing of it may be used afterwards."""
    lib.llama_log_set(_SILENT, None)
    parameters = lib.llama_model_default_params()
    parameters.vocab_only = True
    handle = lib.llama_model_load_from_file(os.fsencode(path), parameters)
    if handle is None:
        raise ValueError(f"llama.cpp cannot read {path}")
    try:
        yield Vocabulary(lib.llama_model_get_vocab(handle))
    finally:
        lib.llama_model_free(handle)


def text_of(vocabulary: Vocabulary, tokens: list[int]) -> str:
    """Return what tokens say, control tokens included."""
    pieces = (vocabulary.piece(token) or vocabulary.text(token).encode() for token in tokens)
    return b"".join(pieces).decode("utf-8", "replace")


def marks_among(vocabulary: Vocabulary, tokens: list[int]) -> list[str]:
    """Return the texts of the control tokens and the user-defined ones among `tokens`, in order."""
    special = vocabulary.control | frozenset(vocabulary.user_defined.values())
    return [vocabulary.text(token) for token in tokens if token in special]
