"""Part files that no download can go on with: their record is lost, or cannot be read."""

from pathlib import Path

from models.downloads.part_record import PART_ENDING, part_path, read_record, record_path
from models.errors import user_error
from models.files import exists, shown_name


def names_part(name: str) -> bool:
    """Say whether a file's name is that of a part file."""
    return name.lower().endswith(f".gguf{PART_ENDING}")


def remove_abandoned(part: Path) -> int:
    """Remove a part file that belongs to no download, and return its bytes.

    Raises UserError where it is not there, is of a download that can be resumed or runs now, or cannot be removed.
    """
    from models.downloads.worker.locks import locked  # slow to import, and rarely needed

    target = part.with_name(part.name[: -len(PART_ENDING)])
    try:
        if not exists(part) or not part.is_file():
            raise user_error("error.file.missing", name=shown_name(part))
        with locked([target]):
            record = read_record(record_path(target))
            if record is not None:
                raise user_error("download.part_wanted", name=shown_name(part), title=record.request.title)
            size = part.lstat().st_size
            for path in (part_path(target), record_path(target)):
                path.unlink(missing_ok=True)
    except OSError as error:
        raise user_error("download.part_kept", str(error), name=shown_name(part), folder=str(part.parent)) from error
    return size
