"""Signs programs and libraries for Windows by the command that the environment holds; without one nothing is signed."""

import json
import os
import struct
import subprocess
from pathlib import Path

from tools.system import NotReadyError, say

COMMAND = "TEMPERA_SIGN"
"""The environment variable with the command: a JSON list of words, to which the file's path is added."""

_CERTIFICATES = 4
"""The entry of a Windows program's directory that says where its signature is."""

_ENDINGS = (".exe", ".dll", ".pyd")
_OFFSET_OF_PE, _OPTIONAL_HEADER, _MAGIC_64 = 0x3C, 24, 0x20B
_DIRECTORY_OF = {0x10B: 96, _MAGIC_64: 112}
"""Where the directory begins in the optional header, by its kind: 32 bits or 64."""


def wants_signatures() -> bool:
    """Return whether there is a command to sign with."""
    return bool(os.environ.get(COMMAND))


def sign(file: Path) -> None:
    """Sign one file. Raises NotReadyError where the command is none or fails."""
    try:
        command = json.loads(os.environ.get(COMMAND, ""))
    except ValueError as error:
        raise NotReadyError(f"{COMMAND} is no JSON list of words: {error}") from error
    if not isinstance(command, list) or not command or not all(isinstance(word, str) for word in command):
        raise NotReadyError(f"{COMMAND} is no JSON list of words")
    done = subprocess.run([*command, str(file)], capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise NotReadyError(f"{done.stdout}{done.stderr}\n{file.name} could not be signed; the message is above.")


def sign_unsigned(folder: Path) -> list[Path]:
    """Sign every program and library in `folder` that nobody has signed; return them. What is signed stays as it is."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS and not is_signed(path))
    for file in files:
        sign(file)
    say(f"Signed {len(files)} files.")
    return files


def is_signed(file: Path) -> bool:
    """Return whether a Windows program or library has a signature inside; no check of whose it is."""
    content = file.read_bytes()[:4096]
    try:
        (header,) = struct.unpack_from("<I", content, _OFFSET_OF_PE)
        optional = header + _OPTIONAL_HEADER
        (magic,) = struct.unpack_from("<H", content, optional)
        entry = optional + _DIRECTORY_OF[magic] + 8 * _CERTIFICATES
        _, size = struct.unpack_from("<II", content, entry)
    except (struct.error, KeyError):  # no such program at all: the command will say so
        return False
    return bool(size)
