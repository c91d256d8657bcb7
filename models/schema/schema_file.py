"""Reading a schema's text from a file."""

from pathlib import Path

from models.errors import user_error
from models.schema.json_schema import MAX_BYTES


def read_schema_file(path: Path) -> str:
    """Return the text of a file that should hold a schema; whether it does, `read_schema` says.

    Raises UserError where the file cannot be read, is no text, or is larger than a schema may be.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)  # whatever the file is, no more of it is wanted
        if len(content) > MAX_BYTES:
            raise user_error("schema.too_large", limit=MAX_BYTES // 1024)
        return content.decode("utf-8-sig")  # some editors begin a file with a byte order mark
    except (OSError, ValueError) as error:
        raise user_error("schema.no_file", str(error), name=path.name) from error
