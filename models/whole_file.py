"""Writing a file in one step that cannot leave half of it."""

import os
import threading
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes, *, make_folder: bool = True) -> None:
    """Write `content` beside `path` and put it in its place; `make_folder` makes the folder where it is missing.

    A crash leaves the old file or the new one. Raises OSError where writing fails; the file that was there is whole.
    """
    if make_folder:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.new")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):  # what went wrong first is told
            draft.unlink(missing_ok=True)
        raise
