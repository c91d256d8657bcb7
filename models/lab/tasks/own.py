"""The user's own tasks: a TOML file each, in a folder."""

import re
from dataclasses import dataclass
from pathlib import Path

import msgspec
import tomli_w

from models.errors import Text, UserError, user_error
from models.lab.tasks.values import Origin, Task
from models.lab.tasks.working import require_working
from models.settings import read_toml
from models.whole_file import write_whole

_MOST_BYTES = 256 * 1024
_ID = re.compile(r"own-[a-z0-9][a-z0-9-]{0,60}")


@dataclass(frozen=True)
class BrokenTask:
    """A file that holds no task that works, and why."""

    path: Path
    reason: Text


class OwnTasks:
    """Keeps the user's own tasks in `folder`, each as `<id>.toml`; people may write such files too.

    The id of a task is the name of its file.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def all(self) -> tuple[tuple[Task, ...], tuple[BrokenTask, ...]]:
        """Return the tasks by name, and the files that hold none. Raises UserError where the folder cannot be read."""
        tasks, broken = [], []
        try:
            paths = sorted(self._folder.glob("*.toml")) if self._folder.is_dir() else []
        except OSError as error:
            raise user_error("lab.own.unreadable", str(error), path=str(self._folder)) from error
        for path in paths:
            try:
                tasks.append(read_task(path))
            except UserError as error:
                broken.append(BrokenTask(path, error.text))
        return tuple(sorted(tasks, key=lambda task: (task.name.casefold(), task.id))), tuple(broken)

    def save(self, task: Task) -> Task:
        """Keep a task, in one step that cannot leave half a file, and return it as it is kept.

        Raises UserError where it is none that works, or cannot be written.
        """
        kept = msgspec.structs.replace(task, origin=Origin.OWN, subject="", variant=0)
        require_working(kept)
        path = self._path(kept.id)
        table = msgspec.to_builtins(kept)
        content = {key: value for key, value in table.items() if key not in {"id", "origin", "subject", "variant"}}
        try:
            write_whole(path, tomli_w.dumps(content).encode())
        except OSError as error:
            raise user_error("lab.own.not_saved", str(error), path=str(path)) from error
        return kept

    def remove(self, task_id: str) -> None:
        """Forget a task. Raises UserError where that fails; one that is not there is no error."""
        path = self._path(task_id)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise user_error("lab.own.not_removed", str(error), path=str(path)) from error

    def _path(self, task_id: str) -> Path:
        if not _ID.fullmatch(task_id):
            raise ValueError(f"{task_id!r} is not the id of an own task")
        return self._folder / f"{task_id}.toml"


def read_task(path: Path) -> Task:
    """Return the task of a TOML file. Raises UserError where it cannot be read or is none that works."""
    if not _ID.fullmatch(path.stem):
        raise user_error("lab.own.file_name", name=path.name)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise user_error("lab.own.unreadable", str(error), path=str(path)) from error
    if len(content) > _MOST_BYTES:
        raise user_error("lab.own.too_large", name=path.name, limit=_MOST_BYTES // 1024)
    try:
        table = read_toml(content.decode())
        task = msgspec.convert({**table, "id": path.stem, "origin": Origin.OWN}, Task)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise user_error("lab.own.no_task", str(error), name=path.name, problem=str(error)) from error
    require_working(task)
    return task
