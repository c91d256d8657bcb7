"""Part four: damaged headers of real models, each read or refused within a second and without much memory."""

import tempfile
import time
from pathlib import Path

from tests.support.header_fuzz import HeaderFuzz
from tools.fetch_starter import fetch
from tools.soak.outcome import Figure, Outcome

_TITLE = "Damaged headers"


def damaged_headers(tiny: Path, *, cases: int, seed: int) -> Outcome:
    """Read `cases` damaged headers; `tiny` is the small model, the others lie beside it."""
    began = time.monotonic()
    try:
        with tempfile.TemporaryDirectory() as folder:
            ends = HeaderFuzz(Path(folder), starter=fetch(tiny.parent), tiny=tiny).run(cases, number=seed)
    except Exception as error:  # noqa: BLE001 - whatever a header makes the reader raise is the finding
        notes = getattr(error, "__notes__", [])
        return Outcome(_TITLE, (), ("; ".join([f"{type(error).__name__}: {error}", *notes]),))
    counts = ", ".join(f"{count:,} {end.removeprefix('error.file.')}" for end, count in ends.most_common())
    seconds = time.monotonic() - began
    return Outcome(_TITLE, (Figure("headers", f"{ends.total():,} in {seconds:.0f} s: {counts}"),), ())
