"""The process that quantizes, as its parent sees it."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from models.errors import user_error
from models.library.quantize_messages import QuantizingMessage
from models.system import ChildProcess, engine_command

_decoder = msgspec.json.Decoder(QuantizingMessage)


def quantize_process(source: Path, draft: Path, target: str) -> ChildProcess:
    """Start the quantizer, which waits for a line before it writes to `draft`. Raises UserError where it cannot start.

    On Windows the draft's name must be of ASCII letters: llama.cpp opens what it writes by a name in the system's code
    page, which has not every letter of a folder. So it stands in the folder.
    """
    try:
        return ChildProcess(engine_command("quantize", str(source), draft.name, target), folder=draft.parent)
    except OSError as error:
        raise user_error("engine.not_started", details=str(error)) from error


def messages(process: ChildProcess) -> Iterator[QuantizingMessage]:
    """Yield what the process says until it ends."""
    return map(_decoder.decode, process.lines())
