"""A file's fingerprint: known at once, however large the file is."""

import hashlib
from pathlib import Path

from models.files.opening import opened

_READ = 1 << 20


def fingerprint(path: Path) -> str:
    """Return 32 hexadecimal digits that change with the file's first MiB, its size or its time of change.

    It is the same under every name, so a moved file stays known. Of a model in several files only the file at `path`
    counts. Raises UserError where the file cannot be opened, is a folder or is empty.
    """
    with opened(path) as file:
        digest = hashlib.blake2b(file.stream.read(_READ), digest_size=16)
        digest.update(f"{file.size} {file.changed_ns}".encode())
        return digest.hexdigest()
