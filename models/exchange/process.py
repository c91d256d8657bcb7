"""The process that reads a file, as its parent sees it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from models.errors import user_error
from models.exchange.messages import WorkerMessage
from models.system import ChildProcess, own_command

_decoder = msgspec.json.Decoder(WorkerMessage)


def reading_process(path: Path, language: str) -> ChildProcess:
    """Start a process that reads the file `path`. Raises UserError where it cannot be started."""
    try:
        return ChildProcess(own_command("tempera-exchange", "models.exchange.worker", str(path), language))
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise user_error("exchange.file.not_read", details=str(error)) from error


def messages(process: ChildProcess) -> Iterator[WorkerMessage]:
    """Yield what the process says until it ends."""
    return map(_decoder.decode, process.lines())
