"""The files in which the state of conversations is kept: what they are called, for both sides of the pipe."""

import hashlib
import logging
from pathlib import Path

_log = logging.getLogger(__name__)


def state_file(folder: Path, conversation: str) -> Path:
    """Return the file of a conversation, whose id may be any text: only a digest of it becomes a name."""
    name = hashlib.blake2b(conversation.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return folder / f"{name}.state"


def remove_state(folder: Path, conversation: str) -> None:
    """Remove what is kept of a conversation, if it can be; what is there all the same is logged."""
    try:
        state_file(folder, conversation).unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the state of a conversation could not be removed: %s", error)
