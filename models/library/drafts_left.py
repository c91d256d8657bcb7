"""Drafts whose writers are gone: a program that was killed removes none of its own."""

import logging
import re
import time
from collections.abc import Iterable
from pathlib import Path

_OWNER = re.compile(r"\.(\d{1,9})-\d+\.part$")
"""At the end of a draft's name: the process that writes it."""

_MODEL = re.compile(r"\.gguf\.\d{1,9}-\d+\.part$", re.IGNORECASE)

_UNTOUCHED = 600.0
"""Seconds: a folder that computers share may hold the draft of a process that lives on another one."""

_log = logging.getLogger(__name__)


def remove_left(drafts: Iterable[Path]) -> None:
    """Remove those of `drafts` whose process is gone. Raises OSError where that is impossible."""
    for path in drafts:
        owner = _OWNER.search(path.name)
        if owner is not None and not _lives(int(owner[1])):
            path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Remove the drafts of models in `folder` that nobody writes any more, as far as that is possible."""
    try:
        drafts = [path for path in folder.glob("*.part") if _MODEL.search(path.name) and _is_untouched(path)]
        remove_left(drafts)
    except OSError as error:  # a folder that is gone, or not to be written to
        _log.info("cannot sweep %s: %s", folder, error)


def _is_untouched(path: Path) -> bool:
    return time.time() - path.lstat().st_mtime > _UNTOUCHED


def _lives(process: int) -> bool:
    import psutil  # slow to import, and rarely needed

    return psutil.pid_exists(process)
