"""Conversations' prompt state on disk: saved, and restored bit for bit or not at all."""

import ctypes
import logging
import os.path
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from llama_cpp import llama_cpp as lib

from models.engine.worker.prompt_state import common_prefix
from models.engine.worker.state_folder import StateFolder, TroubleLog
from models.engine.worker.state_seal import (
    NotUsable,
    Seal,
    StateKey,
    check_state,
    opened_state,
    read_seal,
    seal_bytes,
    write_seal,
)

__all__ = ["StateKey", "StateStore"]

_WORTHWHILE = 32
"""Fewer tokens are computed about as fast as they are read."""

_log = logging.getLogger(__name__)


class StateStore:
    """Keeps one state per conversation in `folder`, at most `quota` bytes in all; 0 keeps nothing, not even old ones.

    No trouble with the disk is raised: it is logged, each kind once, and the prompt is computed instead.
    """

    def __init__(self, folder: Path, *, quota: int) -> None:
        self._trouble = TroubleLog()
        self._folder = StateFolder(folder, quota=quota, trouble=self._trouble)
        self._quota = quota
        self._folder.tidy()

    def save(
        self, conversation: str, key: StateKey, context: Any, tokens: Sequence[int], *, evaluation: Sequence[int] = ()
    ) -> bool:
        """Keep what sequence 0 of `context` holds, `tokens`, as the state of a conversation; return whether it is kept.

        `evaluation` is kept with it: the batch sizes that made it, in any form of whole numbers. A state that is kept
        already, of the same tokens and batch sizes, is not written again. Raises ValueError where the context holds
        another number of tokens.
        """
        if _held(context) != len(tokens):
            raise ValueError(f"{len(tokens)} tokens for a context that holds {_held(context)}")
        if not self._quota or len(tokens) < _WORTHWHILE or _slides(context, len(tokens)):
            return False
        path = self._folder.path(conversation)
        if evaluation and self._is_kept(path, key, tokens, evaluation):
            self._folder.touch(path)
            return True
        try:
            return self._write(path, key, context, tokens, evaluation)
        except (OSError, NotUsable) as error:
            self._trouble.warn("save", "cannot keep a prompt state in %s: %s", path, error)
            return False

    def restore(self, conversation: str, key: StateKey, context: Any, wanted: Sequence[int]) -> list[int]:
        """Load a conversation's state into sequence 0 of an empty context and return the tokens it now holds.

        Returns [], and leaves the context empty, where there is no state or where it shares fewer than 32 tokens with
        the beginning of `wanted`. A file that cannot be trusted is removed. The tokens may go on differently after
        what is shared, and there are no logits yet: at least one token must be computed before sampling.
        """
        if not self._quota:
            return []
        path = self._folder.path(conversation)
        try:
            seal = self._load(path, key, context, list(wanted))
        except FileNotFoundError:
            return []
        except NotUsable as reason:
            _log.info("a prompt state is not used: %s", reason)
            self._folder.discard(path)
            return []
        except OSError as error:
            self._trouble.warn("restore", "cannot read the prompt state %s: %s", path, error)
            return []
        if seal is None:
            return []
        self._folder.touch(path)
        return seal.tokens

    def has(self, conversation: str) -> bool:
        """Return whether there is a state of a conversation, usable or not."""
        return bool(self._quota) and self._folder.path(conversation).is_file()

    def evaluation(self, conversation: str, key: StateKey) -> list[int]:
        """Return the batch sizes that were kept with a conversation's state; [] where no state can be used."""
        seal = self._seal(self._folder.path(conversation), key)
        return seal.evaluation if seal else []

    def remove(self, conversation: str) -> None:
        """Remove a conversation's state, if there is one."""
        self._folder.discard(self._folder.path(conversation))

    def _write(self, path: Path, key: StateKey, context: Any, tokens: Sequence[int], evaluation: Sequence[int]) -> bool:
        # A state file has the tokens and three numbers before the state, a state in memory only two numbers.
        state = int(lib.llama_state_seq_get_size(context, 0)) + 4 + 4 * len(tokens)
        size = state + seal_bytes(len(tokens), len(evaluation))
        if not self._folder.make_room(size, replacing=path):
            return False
        with self._folder.unfinished(path) as unfinished:
            array = (ctypes.c_int32 * len(tokens))(*tokens)
            written = lib.llama_state_seq_save_file(context, _native(unfinished), 0, array, len(tokens))
            # llama.cpp does not notice when what it buffered last cannot be written.
            if not written or unfinished.stat().st_size != written:
                raise OSError("llama.cpp could not write all of it")
            write_seal(unfinished, key, tokens, evaluation)
            unfinished.replace(path)  # not synchronized: after a power cut the seal tells
        self._folder.touch(path)
        return True

    def _load(self, path: Path, key: StateKey, context: Any, wanted: list[int]) -> Seal | None:
        found = path.lstat()
        with opened_state(path) as file:
            seal = read_seal(file, key)
            if common_prefix(seal.tokens, wanted) < _WORTHWHILE:
                return None
            check_state(file, seal)
            loaded = False
            try:
                # llama.cpp opens the file by its name: it must still be the one that was checked.
                loaded = _read_into(context, path) == seal.tokens and os.path.samestat(found, path.lstat())
            finally:
                if not loaded:
                    lib.llama_memory_clear(lib.llama_get_memory(context), False)  # noqa: FBT003
        if not loaded:
            raise NotUsable("refused by llama.cpp, or replaced meanwhile")
        return seal

    def _seal(self, path: Path, key: StateKey) -> Seal | None:
        try:
            with opened_state(path) as file:
                return read_seal(file, key)
        except (NotUsable, OSError):
            return None

    def _is_kept(self, path: Path, key: StateKey, tokens: Sequence[int], evaluation: Sequence[int]) -> bool:
        seal = self._seal(path, key)
        return seal is not None and seal.tokens == list(tokens) and seal.evaluation == list(evaluation)


def _read_into(context: Any, path: Path) -> list[int]:
    """Let llama.cpp load a file into sequence 0; return the tokens it read, [] where it or the context disagrees."""
    capacity = int(lib.llama_n_ctx(context))
    array, count = (ctypes.c_int32 * capacity)(), ctypes.c_size_t(0)
    if not lib.llama_state_seq_load_file(context, _native(path), 0, array, capacity, ctypes.byref(count)):
        return []
    return array[: count.value] if count.value == _held(context) else []


def _held(context: Any) -> int:
    return int(lib.llama_memory_seq_pos_max(lib.llama_get_memory(context), 0)) + 1


def _slides(context: Any, tokens: int) -> bool:
    """Return whether a sliding window has left tokens behind: llama.cpp saves none of them, so no cut would be safe."""
    window = int(lib.llama_model_n_swa(lib.llama_get_model(context)))
    return 0 < window < tokens


def _native(path: Path) -> bytes:
    return str(path).encode("utf-8", "surrogateescape")
