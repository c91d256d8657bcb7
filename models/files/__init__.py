"""Model files: what their headers say, and how to tell one from another.

`read_header` reads a GGUF header into a `GgufHeader`, with the authors' `SamplingHints` and the `LayerSizes`.
`fingerprint` tells at once whether a file is the one seen before; `sha256` hashes all of it, `ChecksumCache` remembers
that, and `BackgroundChecksum` does it beside other work.
`FileRecords` remembers where each file came from (`FileRecord`). `part_family` names all parts of a split model by the
name of one. `stored_bytes` says what weights take in a type of ggml. `opened` opens a file with a sentence for each way
in which that fails; `shown_name` makes a text of any file's name.
`named_path` reads a path as a person writes it; `exists` and `is_file` ask of any path without an error.
"""

from models.files.background_checksum import BackgroundChecksum
from models.files.checksum import ChecksumCache, sha256
from models.files.fingerprints import fingerprint
from models.files.ggml_types import stored_bytes
from models.files.gguf import read_header
from models.files.header import GgufHeader, SamplingHints
from models.files.named import exists, is_file, named_path
from models.files.opening import opened, shown_name
from models.files.records import FileRecord, FileRecords
from models.files.sizes import LayerSizes
from models.files.splits import PartFamily, part_family

__all__ = [
    "BackgroundChecksum",
    "ChecksumCache",
    "FileRecord",
    "FileRecords",
    "GgufHeader",
    "LayerSizes",
    "PartFamily",
    "SamplingHints",
    "exists",
    "fingerprint",
    "is_file",
    "named_path",
    "opened",
    "part_family",
    "read_header",
    "sha256",
    "shown_name",
    "stored_bytes",
]
