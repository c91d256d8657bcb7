"""Makes ICU's tables small: of hundreds of languages Tempera speaks two, and Qt asks ICU for little.

The format of the tables is ICU's "common data" (icu4c, `ucmndata.h`): a header, the number of items, for each where its
name and its content begin, counted from that number, then names and contents. Linux's Qt alone brings its own ICU.
"""

import re
import struct
import subprocess
import tempfile
from pathlib import Path

from tools.system import NotReadyError

_MARK = b"CmnD"
_MARK_AT = 12  # of the header
_ALIGNED = 16

_KEPT = re.compile(
    r"(coll/)?(en|en_US|root|zh|zh_CN|zh_Hans|zh_Hans_CN|zh_Hant|zh_TW|zh_HK|res_index|pool)\.res|"
    r"coll/ucadata\.icu|brkitr/(root|res_index|char|line|word|sent)\.(res|brk)|"
    r"cnvalias\.icu|icuver\.res|[^/]*\.nrm|pnames\.icu|"
    r"(keyTypeData|likelySubtags|metaZones|metadata|numberingSystems|plurals|supplementalData|timezoneTypes|"
    r"windowsZones|zoneinfo64|langInfo|dayPeriods|grammaticalFeatures)\.res"
)
"""What Qt's sorting of names, its time zones and its changing of letters' case need, for our two languages."""

_ASSEMBLER = """.section .rodata
.globl {symbol}
.balign 16
.type {symbol}, @object
{symbol}:
.incbin "{data}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack, "", @progbits
"""


def make_small(library: Path) -> None:
    """Replace ICU's library of tables by one that has only what is kept. Raises NotReadyError where that fails."""
    data = smaller(library.read_bytes())
    symbol = f"icudt{library.name.rpartition('.')[2]}_dat"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "data").write_bytes(data)
        (place / "data.s").write_text(_ASSEMBLER.format(symbol=symbol, data=place / "data"), "utf-8")
        made = place / library.name
        options = ("-shared", "-nostdlib", f"-Wl,-soname,{library.name}", "-Wl,--build-id=none", "-s")
        command = ("cc", *options, "-o", str(made), str(place / "data.s"))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NotReadyError(f"ICU's tables cannot be linked: {done.stderr.strip()}")
        library.write_bytes(made.read_bytes())


def smaller(content: bytes) -> bytes:
    """Return the tables that are kept of those somewhere in `content`, in ICU's format. Raises NotReadyError."""
    start = content.find(_MARK) - _MARK_AT
    if start < 0:
        raise NotReadyError("ICU's library has no tables.")
    header = content[start : start + struct.unpack_from("<H", content, start)[0]]
    base = start + len(header)
    names, places = _contents(content, base)
    ends = [*places[1:], places[-1]]  # where the last one ends is not said, and it is none that is kept
    kept = [
        (name, content[base + begin : base + end])
        for name, begin, end in zip(names, places, ends, strict=True)
        if _KEPT.fullmatch(name.partition("/")[2])
    ]
    return header + _packed(kept)


def _contents(content: bytes, base: int) -> tuple[list[str], list[int]]:
    (count,) = struct.unpack_from("<I", content, base)
    names, places = [], []
    for index in range(count):
        name, place = struct.unpack_from("<II", content, base + 4 + 8 * index)
        end = content.index(b"\0", base + name)
        names.append(content[base + name : end].decode("ascii"))
        places.append(place)
    return names, places


def _packed(items: list[tuple[str, bytes]]) -> bytes:
    """Return the items, which are in the order of their names, with their list before them."""
    names, name_places = b"", []
    first = 4 + 8 * len(items)
    for name, _content in items:
        name_places.append(first + len(names))
        names += name.encode("ascii") + b"\0"
    body, places = b"", []
    names += b"\xaa" * (-(first + len(names)) % _ALIGNED)
    for _name, content in items:
        places.append(first + len(names) + len(body))
        body += content + b"\xaa" * (-len(content) % _ALIGNED)
    table = b"".join(struct.pack("<II", *pair) for pair in zip(name_places, places, strict=True))
    return struct.pack("<I", len(items)) + table + names + body
