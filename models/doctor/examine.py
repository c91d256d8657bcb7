"""Examining this installation."""

import importlib.util
import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from models.doctor.advice import advice
from models.doctor.builds import builds, nvidia
from models.doctor.home import disk, folders, home_problem
from models.doctor.report import EngineReport, MemoryReport, ModelReport, Report
from models.engine import ProcessEngine
from models.errors import UserError
from models.files import ChecksumCache, shown_name
from models.library import checked_before, installed_models
from models.paths import Paths
from models.release import this_package
from models.texts import Phrasebook
from models.version import program_version


def examine(paths: Paths, say: Phrasebook) -> Report:
    """Look at every part of this installation: tries each native build and starts the engine. Makes the data folder."""
    problem = home_problem(paths, say)
    report = Report(
        tempera=program_version(),
        package=this_package(),
        python=platform.python_version(),
        system=platform.platform(),
        window=_window_version(),
        sqlite=sqlite3.sqlite_version,
        home=str(paths.home),
        home_problem=problem,
        memory=_memory(),
        disk=disk(paths),
        folders=tuple(folders(paths, say)),
        engine=_engine(say),
        builds=tuple(builds(paths, say)),
        nvidia=nvidia(say),
        models=tuple(_models(paths, say)),
        advice=(),
    )
    return replace(report, advice=tuple(advice(report, say)))


def _window_version() -> str | None:
    # Found, not imported: its system libraries may be missing, and no command needs them.
    if importlib.util.find_spec("PySide6") is None:
        return None
    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:
        return "?"


def _memory() -> MemoryReport:
    import psutil  # slow to import, and only needed here

    memory = psutil.virtual_memory()
    return MemoryReport(int(memory.total), int(memory.available))


def _engine(say: Phrasebook) -> EngineReport:
    engine = ProcessEngine()
    try:
        ready = engine.describe()
    except UserError as error:
        return EngineReport("", "", 0, (), say.phrase(error.text), error.details)
    finally:
        engine.close()
    return EngineReport(ready.llama_cpp_python, ready.runtime, ready.cores, ready.devices, None, "")


def _models(paths: Paths, say: Phrasebook) -> Iterator[ModelReport]:
    checksums = ChecksumCache(paths.checksums)
    for model in installed_models(paths.models):
        right = None if model.problem else checked_before(model.parts, paths.models, checksums)
        problem = say.phrase(model.problem) if model.problem else None
        yield ModelReport(
            file=shown_name(model.path),
            bytes=model.bytes,
            quantization=model.quantization,
            context=model.context,
            problem=say("doctor.checksum_wrong") if right is False else problem,
            in_place=model.in_place,
            check=say("doctor.checksum_right") if right else "",
        )
