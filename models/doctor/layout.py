"""A report laid out in sections of lines, for a page, a terminal, or to be copied and sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from models.doctor.report import EngineReport, ModelReport, NvidiaReport, Report
from models.release import Package
from models.texts import Phrasebook, shown_size

_LINES_OF_DETAILS = 8


class State(StrEnum):
    """What a line means for the user."""

    FINE = "fine"
    NOTE = "note"  # it works without
    PROBLEM = "problem"


@dataclass(frozen=True)
class Item:
    """One line: what it is about, and what was found. `details` are technical lines for those who ask."""

    label: str
    value: str
    state: State = State.FINE
    details: str = ""


@dataclass(frozen=True)
class Section:
    """The lines about one subject."""

    title: str
    items: tuple[Item, ...]


def sections(report: Report, say: Phrasebook) -> tuple[Section, ...]:
    """Return everything in the report, the subjects in the order in which they matter."""
    found = (
        Section(say("doctor.section.advice"), tuple(_advice(report, say))),
        Section(say("doctor.section.versions"), tuple(_versions(report, say))),
        Section(say("doctor.section.devices"), tuple(_devices(report.engine, say))),
        Section(say("doctor.section.builds"), (*_builds(report, say), _nvidia(report.nvidia, say))),
        Section(say("doctor.section.machine"), tuple(_machine(report, say))),
        Section(say("doctor.section.models"), tuple(_model(model, say) for model in report.models)),
    )
    return tuple(section for section in found if section.items)


def report_text(report: Report, say: Phrasebook) -> str:
    """Return the report as plain text to copy; the user's home folder is written `~`, since it carries a name."""
    lines = [say("doctor.healthy" if report.healthy else "doctor.unhealthy")]
    for section in sections(report, say):
        lines += ["", section.title]
        for item in section.items:
            lines.append(f"  {item.label}: {item.value}" if item.label else f"  {item.value}")
            lines += [f"      {line}" for line in item.details.splitlines()[-_LINES_OF_DETAILS:]]
    text, home = "\n".join(lines) + "\n", Path.home()
    return text if _names_nobody(home) else text.replace(str(home), "~")


def _advice(report: Report, say: Phrasebook) -> Iterator[Item]:
    if report.home_problem:
        yield Item(say("doctor.home"), report.home_problem, State.PROBLEM)
    for sentence in report.advice:
        yield Item("", sentence, State.NOTE if report.healthy else State.PROBLEM)


def _versions(report: Report, say: Phrasebook) -> Iterator[Item]:
    yield Item("Tempera", report.tempera)
    yield Item(say("package.label"), package_line(report.package, say))
    yield Item("Python", report.python)
    yield Item(say("doctor.system"), report.system)
    missing = say("doctor.missing")
    yield Item(
        say("doctor.window"),
        f"PySide6 {report.window}" if report.window else missing,
        State.FINE if report.window else State.PROBLEM,
    )
    yield Item("SQLite", report.sqlite)


def package_line(package: Package, say: Phrasebook) -> str:
    """Return in words what this copy of the program came as."""
    kind = say(f"package.kind.{package.kind.value}")
    flavour = say(f"package.flavour.{package.flavour.value}") if package.flavour else ""
    line = say("package.and", first=kind, second=flavour) if flavour else kind
    return say("package.and", first=line, second=say("package.portable")) if package.portable else line


def _devices(engine: EngineReport, say: Phrasebook) -> Iterator[Item]:
    if engine.problem:
        yield Item(say("doctor.engine"), engine.problem, State.PROBLEM, engine.details)
        return
    yield Item(say("doctor.engine"), f"llama-cpp-python {engine.llama_cpp_python}, {engine.runtime}")
    for device in engine.devices:
        sizes = say("doctor.free_of", free=shown_size(device.free_bytes), total=shown_size(device.total_bytes))
        yield Item(device.name, f"{device.description}, {sizes}" if device.total_bytes else device.description)


def _builds(report: Report, say: Phrasebook) -> Iterator[Item]:
    for build in report.builds:
        found = ", ".join(f"{device.name} ({device.description})" for device in build.devices)
        value = say("doctor.build_in_use", devices=found) if build.chosen else found
        state = State.FINE if build.problem is None else State.NOTE if build.usable else State.PROBLEM
        yield Item(build.name, ". ".join(filter(None, (value, build.problem))), state, build.details)


def _nvidia(nvidia: NvidiaReport, say: Phrasebook) -> Item:
    label = say("doctor.nvidia")
    if nvidia.problem:
        return Item(label, nvidia.problem, State.NOTE)
    cards = (
        f"{card.name} ({card.compute_capability[0]}.{card.compute_capability[1]}), "
        + say("doctor.free_of", free=shown_size(card.free_bytes), total=shown_size(card.total_bytes))
        for card in nvidia.cards
    )
    return Item(label, "; ".join((f"{nvidia.driver}, CUDA {nvidia.cuda}", *cards)))


def _machine(report: Report, say: Phrasebook) -> Iterator[Item]:
    memory, disk = report.memory, report.disk
    yield Item(
        say("doctor.memory"), say("doctor.free_of", free=shown_size(memory.available), total=shown_size(memory.total))
    )
    if disk.free is not None and disk.total is not None:
        yield Item(say("doctor.disk"), say("doctor.free_of", free=shown_size(disk.free), total=shown_size(disk.total)))
    yield Item(say("doctor.home"), _short(report.home), State.PROBLEM if report.home_problem else State.FINE)
    for folder in report.folders:
        yield Item(folder.name, f"{_short(folder.path)}, {shown_size(folder.bytes)}")


def _short(folder: str) -> str:
    """Return a folder's name as people write it: what is theirs begins with "~", and a picture shows no user's name."""
    home, path = Path.home(), Path(folder)
    return folder if _names_nobody(home) or not path.is_relative_to(home) else str("~" / path.relative_to(home))


def _names_nobody(home: Path) -> bool:
    """Say whether a home folder is the whole system's, as that of services is: every path is in there."""
    return home == Path(home.anchor)


def _model(model: ModelReport, say: Phrasebook) -> Item:
    if model.problem:
        return Item(model.file, model.problem, State.PROBLEM)
    notes = (shown_size(model.bytes), model.quantization, say("doctor.in_place") if model.in_place else "", model.check)
    return Item(model.file, ", ".join(filter(None, notes)))
