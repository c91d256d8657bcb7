"""Examining this installation."""

import importlib.util
import platform
import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from models.doctor.home import disk, folders, home_problem
from models.doctor.report import EngineReport, MemoryReport, ModelReport, Report
from models.engine import ProcessEngine
from models.errors import UserError
from models.files import shown_name
from models.library import installed_models
from models.paths import Paths
from models.texts import Phrasebook
from models.version import program_version


def examine(paths: Paths, say: Phrasebook) -> Report:
    """Look at every part of this installation; starts the engine to see whether it does. Makes the data folder."""
    problem = home_problem(paths, say)
    window, engine, models = _window_version(), _engine(say), tuple(_models(paths, say))
    return Report(
        tempera=program_version(),
        python=platform.python_version(),
        system=platform.platform(),
        window=window,
        sqlite=sqlite3.sqlite_version,
        home=str(paths.home),
        home_problem=problem,
        memory=_memory(),
        disk=disk(paths),
        folders=tuple(folders(paths, say)),
        engine=engine,
        models=models,
        advice=tuple(_advice(window, engine, models, say)),
    )


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
    for model in installed_models(paths.models):
        yield ModelReport(
            file=shown_name(model.path),
            bytes=model.bytes,
            quantization=model.quantization,
            context=model.context,
            problem=say.phrase(model.problem) if model.problem else None,
            in_place=model.in_place,
        )


def _advice(
    window: str | None, engine: EngineReport, models: tuple[ModelReport, ...], say: Phrasebook
) -> Iterator[str]:
    """Yield what to do about what is missing; what is broken says so itself."""
    if window is None:
        yield say("doctor.advice.window")
    if engine.problem is not None:
        yield say("doctor.advice.engine")
    if not any(model.problem is None for model in models):
        yield say("doctor.advice.models")
