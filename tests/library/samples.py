"""Model files for these tests: real headers, hardly any weights."""

from pathlib import Path

from models.catalog import starters
from tests.support.gguf_bytes import GgufFile, sound_with, text, u32

STARTER = starters()[-1].name


def model_file(folder: Path, file_name: str, name: str, *, context: int = 2048) -> Path:
    """Write a sound model file and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name
    values = sound_with(general__name=text(name), qwen2__context_length=u32(context))
    path.write_bytes(GgufFile(values).to_bytes())
    return path


def broken_file(folder: Path, file_name: str) -> Path:
    """Write a file that only ends like a model and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name
    path.write_text("<!doctype html><html>not found</html>", "utf-8")
    return path
