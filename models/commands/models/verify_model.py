"""`tempera models verify`: whether models are complete and undamaged."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.commands.documents import write_json
from models.commands.models.progress import ProgressLine
from models.errors import user_error
from models.files import ChecksumCache, shown_name
from models.library import Basis, Verification, find_installed, installed_models, verify
from models.paths import Paths
from models.texts import Phrasebook


@dataclass(frozen=True)
class VerifiedFile:
    """One file of the document. `problem` says what is wrong with it."""

    path: Path
    bytes: int
    sha256: str | None
    basis: Basis
    problem: str | None


@dataclass(frozen=True)
class VerifiedModel:
    """One model of the document that `tempera models verify --json` prints."""

    path: Path
    sound: bool
    problem: str | None
    files: tuple[VerifiedFile, ...]


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Check one model or all of them, and print what was found; 1 where anything is wrong."""
    checksums = ChecksumCache(paths.checksums)
    found = []
    for path in _chosen(options, paths):
        with ProgressLine(say("cli.models.verifying", name=shown_name(path)), err) as line:
            answer = verify(path, paths.models, checksums=checksums, progress=line.show, cancelled=lambda: False)
        if answer is None:
            raise AssertionError("nobody cancelled it")
        found.append(answer)
        if not options.json:
            out.writelines(sentence + "\n" for sentence in _sentences(answer, say))
            out.flush()
    if options.json:
        write_json(tuple(_document(answer, say) for answer in found), out)
    return 0 if all(answer.sound for answer in found) else 1


def _chosen(options: argparse.Namespace, paths: Paths) -> tuple[Path, ...]:
    if not options.all:
        return (find_installed(options.model, paths.models),)
    every = tuple(model.path for model in installed_models(paths.models))
    if not every:
        raise user_error("error.model.none", folder=str(paths.models))
    return every


def _sentences(answer: Verification, say: Phrasebook) -> Iterator[str]:
    if answer.problem is not None:
        yield say.phrase(answer.problem)
    for file in answer.files:
        if file.problem is not None:
            yield say.phrase(file.problem)
        elif answer.problem is None:
            name = shown_name(file.path)
            yield say(f"cli.models.sound.{file.basis.value}", name=name, sha256=file.sha256 or "")


def _document(answer: Verification, say: Phrasebook) -> VerifiedModel:
    return VerifiedModel(
        path=answer.path,
        sound=answer.sound,
        problem=say.phrase(answer.problem) if answer.problem else None,
        files=tuple(
            VerifiedFile(
                path=file.path,
                bytes=file.bytes,
                sha256=file.sha256,
                basis=file.basis,
                problem=say.phrase(file.problem) if file.problem else None,
            )
            for file in answer.files
        ),
    )
