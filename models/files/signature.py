"""The first bytes of a file: whether it is GGUF, of which version, and what it is where it is not."""

import re

from models.errors import UserError, user_error
from models.files.byte_reader import BrokenHeaderError

SIGNATURE_LENGTH = 512
"""Bytes that `check_signature` wants to see, where the file has as many."""

OLDEST_VERSION = 2
NEWEST_VERSION = 3

_MAGIC = b"GGUF"
_PREFIX = len(_MAGIC) + 4  # the magic and the version
_OTHER_FORMATS = (
    ("error.file.too_old", re.compile(rb"lmgg|fmgg|tjgg|algg")),  # what came before GGUF
    ("error.file.is_zip", re.compile(rb"PK\x03\x04")),
    ("error.file.is_placeholder", re.compile(rb"version https://git-lfs")),
    ("error.file.is_web_page", re.compile(rb"(\xef\xbb\xbf)?\s*<(!doctype|html|head|\?xml)", re.IGNORECASE)),
    ("error.file.is_safetensors", re.compile(rb".{5}\0\0\0\{\"", re.DOTALL)),  # the length of a JSON text, and the text
)


def check_signature(start: bytes, name: str) -> int:
    """Return the version of the GGUF file `name` that begins with `start`.

    Raises UserError where it is no GGUF file or of a version that llama.cpp does not read, BrokenHeaderError where the
    version is impossible.
    """
    if not start.startswith(_MAGIC):
        raise user_error(_other_format(start), name=name)
    if len(start) < _PREFIX:
        raise user_error("error.file.cut_off", name=name)
    version = int.from_bytes(start[len(_MAGIC) : _PREFIX], "little")
    if version == 0:
        raise BrokenHeaderError("the version is 0")
    if version & 0xFFFF == 0:
        raise user_error("error.file.byte_swapped", name=name)
    if not OLDEST_VERSION <= version <= NEWEST_VERSION:
        raise _unknown_version(version, name)
    return version


def _unknown_version(version: int, name: str) -> UserError:
    text_id = "error.file.too_old" if version < OLDEST_VERSION else "error.file.too_new"
    return user_error(text_id, details=f"GGUF version {version}", name=name)


def _other_format(start: bytes) -> str:
    """Return the id of the sentence for a file that does not begin as GGUF files do."""
    if _MAGIC.startswith(start):
        return "error.file.cut_off"
    for text_id, beginning in _OTHER_FORMATS:
        if beginning.match(start):
            return text_id
    return "error.file.not_gguf"
