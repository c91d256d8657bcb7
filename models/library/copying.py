"""Copying the files of a model into the models folder, all of them or none."""

import hashlib
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from models.errors import user_error
from models.files import opened, shown_name
from models.library.draft import Draft
from models.library.work import Cancelled, OnProgress
from models.library.writing import check_name_is_free, check_space, writing_explained

_CHUNK = 4 << 20


def copy_files(
    sources: Sequence[Path], targets: Sequence[Path], *, progress: OnProgress, cancelled: Cancelled
) -> tuple[str, ...] | None:
    """Copy `sources` to `targets`, all in one folder, and return the SHA-256 of each; None where it was cancelled.

    The copies keep the time of change. They get their names at the very end, the first file last: what is not complete
    is never offered as a model, also where the program is killed. Raises UserError where a file cannot be read or
    written, a name is taken, or the disk has no room.
    """
    sizes = [_size(source) for source in sources]
    folder = targets[0].parent
    with writing_explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for target in targets:
            check_name_is_free(target)
    check_space(folder, sum(sizes))
    with ExitStack() as until_placed:
        drafts: list[Draft] = []
        checksums: list[str] = []
        before = 0
        for source, target, size in zip(sources, targets, sizes, strict=True):
            draft = until_placed.enter_context(Draft(target))
            drafts.append(draft)
            checksum = _copy(source, draft, before=before, total=sum(sizes), progress=progress, cancelled=cancelled)
            if checksum is None:
                return None
            checksums.append(checksum)
            before += size
        for draft in reversed(drafts):
            draft.place()
    return tuple(checksums)


def _copy(
    source: Path, draft: Draft, *, before: int, total: int, progress: OnProgress, cancelled: Cancelled
) -> str | None:
    digest = hashlib.sha256()
    done = 0
    with opened(source) as file:
        while chunk := file.stream.read(_CHUNK):
            if cancelled():
                return None
            draft.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            progress(before + done, total)
    if done != file.size:
        raise user_error("error.library.changed_meanwhile", name=shown_name(source))
    draft.complete(file.changed_ns)
    return digest.hexdigest()


def _size(path: Path) -> int:
    with opened(path) as file:
        return file.size
