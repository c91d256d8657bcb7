"""Whose conversation the context holds, and what is kept of those that left it."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, replace

from models.engine.worker.batch_log import BatchLog
from models.engine.worker.kept_state import StateKey, StateStore
from models.engine.worker.model import LoadedModel
from models.engine.worker.prompt_state import common_prefix
from models.record import EngineIdentity, ModelIdentity

_log = logging.getLogger(__name__)


class Residence:
    """Lets one conversation at a time live in the context of a model; keeps the state of the one that leaves.

    Without a store, or for a conversation without an id, nothing is kept.
    """

    def __init__(self, model: LoadedModel, store: StateStore | None) -> None:
        self._model = model
        self._store = store
        self._conversation = ""
        self._kept: list[int] = []
        self._key = state_key(model.identity, model.engine)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept on disk."""
        return self._store is not None

    def enter(self, conversation: str, wanted: Sequence[int]) -> None:
        """Make the context ready for a prompt of a conversation, `wanted`: from what it holds, or what was kept."""
        if conversation == self._conversation:
            return
        self.keep()
        self._conversation, self._kept = conversation, []
        if not conversation or self._store is None:
            return
        state = self._model.state
        shared = common_prefix(state.tokens, wanted)
        if shared and shared == min(len(state.tokens), len(wanted)):
            return  # prepared before it had a name, with its first letters
        if not self._store.has(conversation):
            return  # what it shares with the last one, such as instructions, stays
        state.truncate(0)
        restored = self._store.restore(conversation, self._key, self._model.context, wanted)
        log = BatchLog.of_numbers(self._store.evaluation(conversation, self._key) if restored else ())
        state.adopt(restored, log)
        if log.tokens != len(restored):  # nobody could say how to compute it again
            state.truncate(0)
        self._kept = list(state.tokens)
        _log.info("restored %d tokens of a conversation", len(state.tokens))

    def keep(self) -> None:
        """Keep the state of the conversation in the context, where it changed."""
        tokens = self._model.state.tokens
        if self._store is not None and self._conversation and tokens != self._kept:
            numbers = self._model.state.log.numbers()
            self._store.save(self._conversation, self._key, self._model.context, tokens, evaluation=numbers)
            self._kept = list(tokens)

    def forget(self, conversations: Sequence[str]) -> None:
        """Remove what is kept of conversations that were deleted."""
        for conversation in conversations:
            if self._store is not None:
                self._store.remove(conversation)
            if conversation == self._conversation:
                self._conversation = ""


def state_key(model: ModelIdentity, engine: EngineIdentity) -> StateKey:
    """Return what the states of a loaded model depend on."""
    context = replace(engine, llama_cpp_python="", runtime="", features="")
    return StateKey(
        model=model.fingerprint,
        build=f"{engine.llama_cpp_python} {engine.runtime} {engine.features}",
        # As text: what was a choice here is a plain word on the other side of the pipe.
        context=", ".join(f"{name}={value!s}" for name, value in asdict(context).items()),
    )
