"""NVIDIA's CUDA toolkit for Windows, put together from the archives that NVIDIA publishes for those who build programs.

The list of the archives is pinned by its checksum, and has the checksum of each archive.
"""

import json
import shutil
import zipfile
from pathlib import Path

from tools.pinned import Pinned, fetch
from tools.runtime.registry import cache, draft
from tools.system import say

_PLACE = "https://developer.download.nvidia.com/compute/cuda/redist"
LIST = Pinned(
    f"{_PLACE}/redistrib_13.0.2.json",
    "redistrib_13.0.2.json",
    "fce66717a81c510ffeb89ecc3e79849ab34af3b80139f750876d9033e31d71c2",
)
"""CUDA 13.0, as on Linux. Three projects that have nothing to do with each other pin this checksum."""

PARTS = ("cuda_nvcc", "cuda_crt", "libnvvm", "cuda_cccl", "cuda_cudart", "libcublas")
_SYSTEM = "windows-x86_64"
_TERMS = ("libcublas", "EULA.txt")
"""Whose LICENSE is kept for what is shipped, and under which name the build looks for it."""


def toolkit_folder(listed: Pinned = LIST, place: str = _PLACE) -> Path:
    """Return a toolkit with compiler, headers and cuBLAS, fetched once (1 GB) and kept. Raises NotReadyError."""
    folder = cache() / "nvidia" / f"windows-{listed.sha256[:16]}"
    if not folder.exists():
        say("Fetching NVIDIA's CUDA toolkit.")
        with draft(folder) as work:
            archives = json.loads(fetch(listed, work).read_text("utf-8"))
            toolkit = work / "toolkit"
            for part in PARTS:
                archive = archives[part][_SYSTEM]
                name = f"{part}.zip"
                _merge(fetch(Pinned(f"{place}/{archive['relative_path']}", name, archive["sha256"]), work), toolkit)
                if part == _TERMS[0]:
                    (toolkit / "LICENSE").replace(toolkit / _TERMS[1])
                (work / name).unlink()
            folder.parent.mkdir(parents=True, exist_ok=True)
            toolkit.replace(folder)
    return folder


def _merge(archive: Path, folder: Path) -> None:
    """Unpack an archive into a folder, without the one folder that all of it is in."""
    with zipfile.ZipFile(archive) as files:
        for member in files.infolist():
            _, _, inside = member.filename.partition("/")
            if member.is_dir() or not inside or ".." in Path(inside).parts:
                continue
            (folder / inside).parent.mkdir(parents=True, exist_ok=True)
            with files.open(member) as source, (folder / inside).open("wb") as target:
                shutil.copyfileobj(source, target)
