"""What was laid beside the program: native builds of llama.cpp, NVIDIA's libraries, the model it starts with."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from models.catalog import KnownModel, known_models
from models.runtime import MANIFEST, Manifest, read_manifest
from tools.package.inventory.component import Component, Kind, LicenceText, MissingLicenceError
from tools.package.inventory.contents import Contents, is_library
from tools.package.inventory.table import own_text, table
from tools.package.layout import RUNTIMES, STARTER

_LLAMA_CPP = ("ggml", "llama", "libggml", "libllama")
_NVIDIA = ("cublas", "cudart", "libcublas", "libcudart")
_EULA = "NVIDIA-EULA.txt"
_MODEL_TEXTS = {"Apache-2.0": "Apache-2.0.txt"}


def laid_beside(inside: Contents) -> Iterator[Component]:
    """Yield what the folders of native builds and of the starter hold.

    Raises MissingLicenceError where a file's licence is not known.
    """
    builds = sorted(file.parent for file in (inside.beside / RUNTIMES).glob(f"*/{MANIFEST}"))
    if builds:
        yield _llama_cpp(builds, inside.program)
    for build in builds:
        if nvidia := _libraries(build, _NVIDIA):
            yield _nvidia(build, read_manifest(build), nvidia, inside.program)
    for file in sorted((inside.beside / STARTER).glob("*.gguf")):
        yield _starter(file, inside.program)


def libraries_beside(inside: Contents) -> list[Path]:
    """Return what else lies in the folders of native builds: libraries of the compiler."""
    files = sorted((inside.beside / RUNTIMES).glob("*/*"))
    return [file for file in files if is_library(file) and not file.name.startswith((*_LLAMA_CPP, *_NVIDIA))]


def _libraries(build: Path, beginnings: Sequence[str]) -> list[Path]:
    return [file for file in sorted(build.iterdir()) if is_library(file) and file.name.startswith(tuple(beginnings))]


def _llama_cpp(builds: Sequence[Path], program: Path) -> Component:
    (entry,) = table().native
    made = {read_manifest(build).llama_cpp for build in builds}
    if len(made) != 1:
        raise MissingLicenceError(f"The native builds are of several versions of llama.cpp: {', '.join(sorted(made))}.")
    commit = made.pop()
    files = [file for build in builds for file in _libraries(build, _LLAMA_CPP)]
    return Component(
        name=entry.name,
        version=commit,
        kind=Kind.LIBRARY,
        licence=entry.licence,
        texts=entry.licence_texts(),
        purl=f"pkg:github/ggml-org/llama.cpp@{commit}",
        source=f"{entry.source}/tree/{commit}",
        files=_paths(files, program),
    )


def _nvidia(build: Path, manifest: Manifest, files: Sequence[Path], program: Path) -> Component:
    agreement = build / _EULA
    if not agreement.is_file():
        raise MissingLicenceError(f"{build} has NVIDIA's libraries without {_EULA}, which must go with them.")
    return Component(
        name="NVIDIA CUDA runtime and cuBLAS",
        version=manifest.cuda,
        kind=Kind.LIBRARY,
        licence="LicenseRef-NVIDIA-CUDA-EULA",
        texts=(LicenceText(_EULA, agreement.read_text("utf-8", "replace")),),
        purl=f"pkg:generic/nvidia-cuda@{manifest.cuda}",
        files=_paths(files, program),
    )


def _starter(file: Path, program: Path) -> Component:
    model, revision, repository = _known(file.name)
    text = _MODEL_TEXTS.get(model.licence)
    if text is None:
        raise MissingLicenceError(f"There is no text of {model.licence} for {file.name}; add it to resources/licences.")
    return Component(
        name=model.name,
        version=revision,
        kind=Kind.MODEL,
        licence=model.licence,
        texts=(own_text(text),),
        source=repository,
        files=_paths([file], program),
    )


def _known(name: str) -> tuple[KnownModel, str, str]:
    for model in known_models():
        for file in model.files:
            if file.name == name:
                return model, file.sources[0].revision or "", f"{file.sources[0].hub}: {file.sources[0].repository}"
    raise MissingLicenceError(f"The catalogue does not know the starter {name}, so nobody says its licence.")


def _paths(files: Sequence[Path], program: Path) -> tuple[str, ...]:
    return tuple(file.relative_to(program).as_posix() for file in files)
