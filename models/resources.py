"""Where the read-only data files of `resources/` are, in a source tree and in a packaged program."""

from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """Return the path of one data file or folder below `resources/`."""
    return _ROOT.joinpath(*parts)
