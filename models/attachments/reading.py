"""Reading one file that is to be sent with a question."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from models.attachments.encodings import decoded
from models.errors import UserError, user_error
from models.files import opened, shown_name

LARGEST_BYTES: Final = 2_000_000
"""The largest file that can be attached: more than the longest context of any known model holds."""

_MOST_CONTROLS: Final = 0.01  # of a text's characters; logs with colours have some
_CONTROLS: Final = dict.fromkeys((*range(9), 11, *range(14, 27), *range(28, 32), 127))  # not tab, line, page, escape
_OWN_SENTENCES: Final = {
    "error.file.empty": "error.attachment.empty",
    "error.file.is_folder": "error.attachment.is_folder",
    "error.file.not_gguf": "error.attachment.not_text",  # a device or a pipe
}


@dataclass(frozen=True)
class TextFile:
    """The text of a file, its line ends all line feeds; `size` is that of the file in bytes."""

    name: str
    text: str
    encoding: str
    size: int


def read_text_file(path: Path) -> TextFile:
    """Read a text file. Raises UserError where it cannot be read, is too large, or is no text."""
    name = shown_name(path)
    try:
        with opened(path) as file:
            if file.size > LARGEST_BYTES:
                raise user_error("error.attachment.too_large", name=name, size=_megabytes(file.size), limit=_LIMIT)
            data = file.stream.read(LARGEST_BYTES + 1)
    except UserError as error:
        text_id = _OWN_SENTENCES.get(error.text.id)
        if text_id is None:
            raise
        raise user_error(text_id, error.details, name=name) from error
    if len(data) > LARGEST_BYTES:  # it has grown since
        raise user_error("error.attachment.too_large", name=name, size=_megabytes(len(data)), limit=_LIMIT)
    return _text_file(name, data)


def is_model(path: Path) -> bool:
    """Return whether a file is a language model, by its name."""
    return path.suffix.lower() == ".gguf"


def _text_file(name: str, data: bytes) -> TextFile:
    read = decoded(data)
    if read is None:
        text_id = "error.attachment.not_text" if b"\0" in data else "error.attachment.encoding"
        raise user_error(text_id, name=name)
    text, encoding = read
    if len(text) - len(text.translate(_CONTROLS)) > _MOST_CONTROLS * len(text):
        raise user_error("error.attachment.not_text", name=name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise user_error("error.attachment.empty", name=name)
    return TextFile(name, text, encoding, len(data))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


_LIMIT: Final = f"{LARGEST_BYTES / 1e6:.0f} MB"
