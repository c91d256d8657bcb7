"""The source of llama.cpp that the pinned llama-cpp-python brings: unpacked, with the CPU variants that are wanted."""

import re
import shutil
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.native import LLAMA_CPP
from tools.runtime.registry import source_archive
from tools.system import NotReadyError

_INSIDE = "vendor/llama.cpp/"
_COMMIT = ".git/modules/vendor/llama.cpp/HEAD"
_PARTS = ("CMakeLists.txt", "LICENSE", "cmake/", "ggml/", "include/", "licenses/", "src/", "vendor/")
_VARIANT = re.compile(r"^ *ggml_add_cpu_backend_variant\((\S+?)[ )].*\n", re.MULTILINE)

BROKEN_VARIANTS = frozenset({"sapphirerapids"})
"""It multiplies by AMX, whose tile configuration GCC drops in this version of llama.cpp: the first matrix product is a
segmentation fault (llama.cpp issue 20824). These processors get the next best variant, with AVX-512 and BF16."""


@dataclass(frozen=True)
class Source:
    """llama.cpp's source archive. `commit` is empty where the archive does not say."""

    archive: Path
    top: str
    commit: str

    def unpack(self, folder: Path, variants: Sequence[str]) -> tuple[str, ...]:
        """Unpack into `folder`; return the CPU variants that will be built: `variants`, or all that work.

        Raises NotReadyError where a variant is unknown.
        """
        if not folder.exists():
            draft = folder.with_name(f"{folder.name}.unpacking")
            shutil.rmtree(draft, ignore_errors=True)
            self._copy_files(draft)
            draft.rename(folder)
        return _keep_variants(folder / "ggml" / "src" / "CMakeLists.txt", variants)

    def _copy_files(self, folder: Path) -> None:
        inside = f"{self.top}/{_INSIDE}"
        with tarfile.open(self.archive) as archive:
            for member in archive:
                name = member.name.removeprefix(inside)
                content = archive.extractfile(member) if name.startswith(_PARTS) else None  # no links, no folders
                if content is None or ".." in Path(name).parts:
                    continue
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                with (folder / name).open("wb") as file:
                    shutil.copyfileobj(content, file)


def source() -> Source:
    """Return the source of the pinned version, fetched now where it is not here yet."""
    archive = source_archive(LLAMA_CPP)
    top = archive.name.removesuffix(".tar.gz")
    with tarfile.open(archive) as files:
        try:
            head = files.extractfile(f"{top}/{_COMMIT}")
        except KeyError:
            head = None
        commit = head.read().decode().strip() if head else ""
    return Source(archive, top, commit)


def _keep_variants(cmake: Path, wanted: Sequence[str]) -> tuple[str, ...]:
    text = cmake.read_text("utf-8")
    listed = _VARIANT.findall(text)
    if unknown := sorted(set(wanted) - set(listed)):
        raise NotReadyError(f"There is no CPU variant {unknown[0]}; there are {', '.join(listed)}.")
    kept = [name for name in listed if (name in wanted if wanted else name not in BROKEN_VARIANTS)]
    if set(kept) != set(listed):
        cmake.write_text(_VARIANT.sub(lambda line: line[0] if line[1] in kept else "", text), "utf-8")
    return tuple(wanted) or tuple(kept)
