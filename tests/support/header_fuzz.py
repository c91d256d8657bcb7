"""Real headers with things wrong in them, as many as one likes: reading each must end as reading a header may end."""

import os
import struct
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from models.errors import UserError
from models.files import GgufHeader, read_header
from tests.support.gguf_bytes import SOUND, GgufFile, TensorEntry, u16
from tests.support.header_walk import WalkedHeader, shortened, walk, walk_file
from tests.support.r1_tokenizer import MEMBER, r1_wheel

MOST_MEMORY = 200 << 20
MOST_SECONDS = 1.0
R1_FILE_BYTES = 4_683_073_248
R1_HEADER_BYTES = 5_953_248

_NUMBERS = (0, 1, 2, 8, 9, 31, 255, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 10**18, 2**62, 2**63, 2**64 - 1)
_EDIT = struct.Struct("<BIBIH")
_MOSTLY = 224
_WHOLE = 3
"""So many cases in 256 have a whole header, with its hundred thousands of words: they take as long as the others."""


@dataclass(frozen=True)
class Edit:
    """One thing that is done to a header: `what`, where (from 0 to 1), with which number and how many bytes."""

    what: str
    place: float
    number: int
    amount: int


Apply = Callable[[WalkedHeader, bytearray, Edit], None]


def _set_number(header: WalkedHeader, content: bytearray, edit: Edit) -> None:
    at = header.spots[int(edit.place * len(header.spots))]
    size = 8 if edit.amount % 2 else 4
    content[at : at + size] = (edit.number % 2 ** (8 * size)).to_bytes(size, "little")


def _flip(_header: WalkedHeader, content: bytearray, edit: Edit) -> None:
    if content:
        content[int(edit.place * len(content))] ^= 1 << edit.amount % 8


def _overwrite(_header: WalkedHeader, content: bytearray, edit: Edit) -> None:
    at = int(edit.place * len(content))
    content[at : at + edit.amount % 17] = edit.number.to_bytes(8, "little") * 3


def _remove(_header: WalkedHeader, content: bytearray, edit: Edit) -> None:
    at = int(edit.place * len(content))
    del content[at : at + edit.amount]


def _repeat(_header: WalkedHeader, content: bytearray, edit: Edit) -> None:
    at = int(edit.place * len(content))
    content[at:at] = content[at : at + edit.amount]


def _cut(_header: WalkedHeader, content: bytearray, edit: Edit) -> None:
    del content[int(edit.place * len(content)) :]


def _twice(header: WalkedHeader, content: bytearray, edit: Edit) -> None:
    """Put a whole metadata value in a second time, and count it."""
    start, end = header.entries[int(edit.place * len(header.entries))]
    content[start:start] = content[start:end]
    count = int.from_bytes(content[16:24], "little") + 1
    content[16:24] = (count % 2**64).to_bytes(8, "little")


_EDITS: dict[str, Apply] = {
    "set number": _set_number,
    "flip": _flip,
    "overwrite": _overwrite,
    "remove": _remove,
    "repeat": _repeat,
    "cut": _cut,
    "twice": _twice,
}

_WHAT = ("set number", "set number", *_EDITS)
"""Numbers are where the damage is interesting."""

_SETTINGS = {
    "database": None,
    "deadline": None,
    "print_blob": False,
    "suppress_health_check": list(HealthCheck),
}


def _edits(plan: bytes) -> Iterator[Edit]:
    """Read edits from bytes, twelve for each: far quicker than to let each number be drawn by itself."""
    for at in range(0, len(plan) - _EDIT.size + 1, _EDIT.size):
        what, place, chosen, number, amount = _EDIT.unpack_from(plan, at)
        number = _NUMBERS[chosen % len(_NUMBERS)] + chosen % 3 - 1 if chosen < _MOSTLY else number**2
        yield Edit(_WHAT[what % len(_WHAT)], place / 2**32, number % 2**64, amount % 64 + 1)


class HeaderFuzz:
    """Reads damaged headers of real models: the starter's, the tiny model's, a split one's and R1's.

    `folder` is where the files are written, `cache` where the models are.
    """

    def __init__(self, folder: Path, *, starter: Path, tiny: Path) -> None:
        self._folder = folder
        self._whole = (walk_file(starter), walk_file(tiny), _r1(tiny.parent))
        self._bases = (*map(shortened, self._whole), _split_part(folder))
        self._cases = 0

    def run(self, cases: int, *, number: int) -> Counter[str]:
        """Read `cases` damaged headers and count how that ended; `number` makes a run come again.

        Raises AssertionError, or whatever a header makes the reader raise, with the smallest example of it.
        """
        ends: Counter[str] = Counter()

        @seed(number)
        @settings(max_examples=cases, derandomize=False, **_SETTINGS)  # type: ignore[arg-type]
        @given(st.binary(min_size=1 + _EDIT.size, max_size=1 + 3 * _EDIT.size))
        def read_one(plan: bytes) -> None:
            ends[self._read(plan[0], list(_edits(plan[1:])))] += 1

        read_one()
        return ends

    def _read(self, choice: int, edits: list[Edit]) -> str:
        headers = self._whole if choice < _WHOLE else self._bases
        header = headers[choice % len(headers)]
        content = bytearray(header.content)
        for edit in edits:
            _EDITS[edit.what](header, content, edit)
        path = self._folder / ("model.gguf" if header is not self._bases[-1] else "split-00002-of-00002.gguf")
        path.write_bytes(content)
        os.truncate(path, max(1, header.file_size + len(content) - len(header.content)))
        first = path.with_name("split-00001-of-00002.gguf") if path.name.startswith("split") else path
        return outcome(first)


def outcome(path: Path) -> str:
    """Return "header", or the id of the sentence; anything else that reading may end with is raised."""
    began = time.thread_time()
    try:
        with limited_memory():
            header = read_header(path)
    except UserError as error:
        end = error.text.id
    else:
        assert isinstance(header, GgufHeader)
        end = "header"
    seconds = time.thread_time() - began
    assert seconds < MOST_SECONDS, f"{seconds:.2f} s of the processor for one header"
    return end


@contextmanager
def limited_memory() -> Iterator[None]:
    """Let this process take no more memory than a header may cost; a header that takes more ends in MemoryError."""
    if sys.platform == "linux":
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limits = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MOST_MEMORY, limits[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, limits)
    else:
        yield


def _r1(cache: Path) -> WalkedHeader:
    """Return the header of DeepSeek-R1-Distill-Qwen-7B in Q4_K_M; its weights are a hole."""
    with zipfile.ZipFile(r1_wheel(cache)) as archive, archive.open(MEMBER) as member:
        return walk(member.read(R1_HEADER_BYTES), R1_FILE_BYTES)


def _split_part(folder: Path) -> WalkedHeader:
    """Write the first part of a split model, and return the header of the second."""
    parts = []
    for number in (0, 1):
        values = {**(SOUND if number == 0 else {}), "split.no": u16(number), "split.count": u16(2)}
        parts.append(GgufFile(values, (TensorEntry(f"blk.{number}.weight"),)).to_bytes())
    (folder / "split-00001-of-00002.gguf").write_bytes(parts[0])
    return walk(parts[1], len(parts[1]))
