"""The usual way in Python, `llama_cpp.Llama.create_completion`, in a process of its own."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Self

import msgspec

from models.bench.children import child
from models.bench.common import Common
from models.bench.peers.completion_messages import CompletionAnswer, CompletionAsk, CompletionLoad
from models.errors import UserError, user_error
from models.installation import is_packaged
from models.sampling import SamplingSettings

_NAME = "create_completion"
_LAST_LINES = 12


class Completion:
    """The process with the model loaded. Raises UserError where an answer fails."""

    def __init__(self, process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
        self._process = process
        self._said = said

    @classmethod
    @contextmanager
    def running(cls, common: Common) -> Iterator[Self]:
        """Start one that ends with this context. Raises UserError where it does not start."""
        with ExitStack() as owned:
            said = owned.enter_context(tempfile.TemporaryFile())
            started = child(_command(), common.cancel, libraries=common.libraries, pipes=True, errors=said)
            try:
                process = owned.enter_context(started)
            except OSError as error:
                raise user_error("bench.peer_failed", str(error), program=_NAME) from error
            completion = cls(process, said)
            completion._tell(CompletionLoad(str(common.model), common.threads, common.context))
            yield completion

    def tokens_per_second(self, prompt: str, settings: SamplingSettings) -> float | None:
        """Answer with exactly `max_tokens` tokens; None where it ended early. Raises UserError where it fails."""
        return self._tell(
            CompletionAsk(
                prompt,
                settings.max_tokens,
                seed=settings.seed or 0,
                temperature=settings.temperature,
                top_k=settings.top_k,
                top_p=settings.top_p,
                min_p=settings.min_p,
            )
        ).tokens_per_second

    def _tell(self, message: CompletionLoad | CompletionAsk) -> CompletionAnswer:
        pipe, answers = self._process.stdin, self._process.stdout
        if pipe is None or answers is None:
            raise ValueError("the process has no pipes")
        try:
            pipe.write(msgspec.json.encode(message) + b"\n")
            pipe.flush()
            return msgspec.json.decode(answers.readline(), type=CompletionAnswer)
        except (OSError, ValueError) as error:
            raise self._failed() from error

    def _failed(self) -> UserError:
        self._said.seek(0)
        lines = self._said.read().decode("utf-8", "replace").splitlines()[-_LAST_LINES:]
        return user_error("bench.peer_failed", "\n".join(lines), program=_NAME)


def completion_runs() -> bool:
    """Return whether such a process can be started: a packaged program has no Python to start it with."""
    return not is_packaged()


def _command() -> list[str]:
    return [sys.executable, "-P", "-m", "models.bench.peers.completion_program"]
