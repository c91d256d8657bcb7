"""Compiles a recipe into a folder of libraries with a manifest, and keeps it by what it was made of."""

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.runtime import MANIFEST, BuiltFile, Manifest, write_manifest
from tools.native import LLAMA_CPP
from tools.runtime.driver_stub import driver_stub
from tools.runtime.recipe import Recipe, compilers
from tools.runtime.registry import cache
from tools.runtime.source import Source, source
from tools.system import NotReadyError, say

_LIBRARIES = ("*.so", "*.dylib", "*.dll")


def built(recipe: Recipe) -> Path:
    """Return the kept folder of a recipe, compiled now where there is none. Raises NotReadyError where that fails.

    A build that was interrupted goes on where it stopped.
    """
    kept = cache() / "runtimes" / recipe.key
    if (kept / MANIFEST).exists():
        return kept
    patience = f"about {20 * len(recipe.architectures)} minutes on two cores" if recipe.architectures else "minutes"
    say(f"Compiling the native build {recipe.name}. That takes {patience}.")
    work = cache() / "building" / recipe.key
    work.mkdir(parents=True, exist_ok=True)
    origin = source()
    with _timed(work):
        variants = origin.unpack(work / "source", recipe.variants)
        _compile(recipe, work)
    folder = work / "folder"
    _collect(recipe, work, folder)
    _describe(recipe, origin, variants, folder, seconds=_seconds(work))
    kept.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(kept, ignore_errors=True)
    folder.replace(kept)
    shutil.rmtree(work)
    return kept


def _compile(recipe: Recipe, work: Path) -> None:
    options = [*recipe.all_options, *recipe.paths]
    if recipe.needs_driver_stub:
        options.append(f"CUDA_cuda_driver_LIBRARY={driver_stub(work / 'source', work)}")
    generator = ("-G", "Ninja") if shutil.which("ninja") else ()
    objects = work / ("ninja" if generator else "default")
    # llama.cpp asks git for its commit, and must not be told that of a repository around the cache.
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(work)}
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
        environment.pop(name, None)
    jobs = str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    definitions = [f"-D{option}" for option in options]
    for command in (
        ("cmake", "-S", str(work / "source"), "-B", str(objects), *generator, *definitions),
        ("cmake", "--build", str(objects), "--config", "Release", "--target", "llama", "--parallel", jobs),
    ):
        with (work / "log").open("ab") as log:
            done = subprocess.run(command, stdout=log, stderr=log, env=environment, check=False)
        if done.returncode != 0:
            lines = (work / "log").read_text("utf-8", "replace").splitlines()[-40:]
            raise NotReadyError(
                "\n".join([*lines, f"The native build {recipe.name} failed; all of it: {work / 'log'}"])
            )


def _collect(recipe: Recipe, work: Path, folder: Path) -> None:
    """Copy the libraries that were made, and those that they need, into `folder`."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for pattern in _LIBRARIES:
        for file in (*work.glob(f"*/bin/{pattern}"), *work.glob(f"*/bin/Release/{pattern}")):
            shutil.copy2(file, folder / file.name)
    for name, file in recipe.beside:
        shutil.copy2(file, folder / name)
    shutil.copy2(work / "source" / "LICENSE", folder / "llama.cpp-LICENSE.txt")


def _describe(recipe: Recipe, origin: Source, variants: tuple[str, ...], folder: Path, *, seconds: float) -> None:
    files = sorted(folder.iterdir())
    manifest = Manifest(
        name=recipe.name,
        llama_cpp_python=LLAMA_CPP.partition("==")[2],
        llama_cpp=origin.commit,
        options=recipe.all_options,
        tools=(*compilers(), *recipe.tools),
        # llama.cpp's list has those of every processor family; what was compiled is for this machine's.
        cpu_variants=tuple(one for one in variants if any(f"ggml-cpu-{one}." in file.name for file in files)),
        files=tuple(BuiltFile(file.name, file.stat().st_size, _sha256(file)) for file in files),
        seconds=round(seconds, 1),
        architectures=recipe.architectures,
        cuda=recipe.cuda,
    )
    write_manifest(folder, manifest)


@contextmanager
def _timed(work: Path) -> Iterator[None]:
    """Add the time that is spent to what was spent on the same build before."""
    started = time.monotonic()
    try:
        yield
    finally:
        (work / "seconds").write_text(str(_seconds(work) + time.monotonic() - started), "utf-8")


def _seconds(work: Path) -> float:
    spent = work / "seconds"
    return float(spent.read_text("utf-8")) if spent.exists() else 0.0


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
