"""`tempera doctor`: what this installation consists of and whether each part works."""

import importlib.util
import platform
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TextIO

import msgspec

from models.catalog import installed_models
from models.engine import ProcessEngine
from models.errors import UserError
from models.files import read_header
from models.paths import Paths
from models.runtime import Device
from models.texts import Phrasebook
from models.version import program_version


@dataclass(frozen=True)
class EngineReport:
    """The native build and the devices that it computes on. `problem` says why there is none."""

    llama_cpp_python: str
    runtime: str
    cores: int
    devices: tuple[Device, ...]
    problem: str | None
    details: str


@dataclass(frozen=True)
class ModelReport:
    """One file of the models folder. `problem` says why it cannot be used."""

    file: str
    bytes: int
    quantization: str
    context: int | None
    problem: str | None


@dataclass(frozen=True)
class Report:
    """The document that `tempera doctor --json` prints. `window` is PySide6's version, None where it is missing."""

    tempera: str
    python: str
    system: str
    window: str | None
    sqlite: str
    home: str
    home_problem: str | None
    engine: EngineReport
    models: tuple[ModelReport, ...]

    @property
    def healthy(self) -> bool:
        """Whether a question could be answered."""
        usable = any(model.problem is None for model in self.models)
        return self.home_problem is None and self.engine.problem is None and usable


def doctor(*, as_json: bool, paths: Paths, say: Phrasebook, out: TextIO) -> bool:
    """Examine this installation and print what was found; return whether it can answer questions."""
    report = Report(
        tempera=program_version(),
        python=platform.python_version(),
        system=platform.platform(),
        window=_window_version(),
        sqlite=sqlite3.sqlite_version,
        home=str(paths.home),
        home_problem=_home_problem(paths, say),
        engine=_engine(say),
        models=tuple(_models(paths, say)),
    )
    if as_json:
        out.write(msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n")
    else:
        out.writelines(line + "\n" for line in _lines(report, say))
    return report.healthy


def _window_version() -> str | None:
    # Found, not imported: its system libraries may be missing, and no command needs them.
    if importlib.util.find_spec("PySide6") is None:
        return None
    try:
        return version("PySide6-Essentials")
    except PackageNotFoundError:
        return "?"


def _home_problem(paths: Paths, say: Phrasebook) -> str | None:
    try:
        paths.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=paths.home):
            return None
    except OSError as error:
        return say("doctor.home_not_writable", folder=str(paths.home), reason=error.strerror or str(error))


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
    for path in installed_models(paths.models):
        try:
            header = read_header(path)
        except UserError as error:
            yield ModelReport(path.name, path.stat().st_size, "", None, say.phrase(error.text))
        else:
            yield ModelReport(path.name, header.file_bytes, header.quantization, header.context_length, None)


def _lines(report: Report, say: Callable[..., str]) -> Iterator[str]:
    engine = report.engine
    yield f"Tempera {report.tempera} · Python {report.python} · {report.system}"
    yield f"{say('doctor.window')}: {'PySide6 ' + report.window if report.window else say('doctor.missing')}"
    yield f"{say('doctor.home')}: {report.home_problem or report.home}"
    if engine.problem:
        yield f"{say('doctor.engine')}: {engine.problem}"
        yield from (f"  {line}" for line in engine.details.splitlines()[-8:])
    else:
        yield f"{say('doctor.engine')}: llama-cpp-python {engine.llama_cpp_python}, {engine.runtime}"
        for device in engine.devices:
            yield f"  {device.name}: {device.description}, {device.total_bytes / 2**30:.1f} GiB"
    if not report.models:
        yield f"{say('doctor.models')}: {say('doctor.no_models')}"
    for model in report.models:
        yield f"{say('doctor.models')}: {model.file}, {model.problem or _size(model)}"
    yield say("doctor.healthy" if report.healthy else "doctor.unhealthy")


def _size(model: ModelReport) -> str:
    return f"{model.bytes / 2**20:,.0f} MiB, {model.quantization}"
