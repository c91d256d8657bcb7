"""A report laid out: in sections for a page, and as text to be copied, in both languages."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.doctor import (
    BuildReport,
    DiskReport,
    EngineReport,
    FolderReport,
    Item,
    MemoryReport,
    ModelReport,
    NvidiaReport,
    Report,
    State,
    package_line,
    report_text,
    sections,
)
from models.release import Flavour, Package, PackageKind
from models.runtime import Device, DeviceKind, NvidiaCard
from models.texts import LANGUAGES, Phrasebook

SAY = Phrasebook("en")
CPU = Device("CPU", "A processor", DeviceKind.CPU, 8 << 30, 16 << 30)
CARD = Device("CUDA0", "A card", DeviceKind.GPU, 7 << 30, 8 << 30)


def build(
    name: str,
    *,
    usable: bool = True,
    chosen: bool = False,
    devices: tuple[Device, ...] = (),
    problem: str | None = None,
    details: str = "",
) -> BuildReport:
    return BuildReport(
        name=name,
        folder=f"/opt/{name}",
        llama_cpp_python="0.3.36",
        usable=usable,
        chosen=chosen,
        devices=devices,
        problem=problem,
        details=details,
    )


REPORT = Report(
    tempera="1.0",
    package=Package(PackageKind.SYSTEM, Flavour.CUDA, portable=False),
    python="3.11",
    system="Linux",
    window="6.11.3",
    sqlite="3.40",
    home=str(Path.home() / "tempera"),
    home_problem=None,
    memory=MemoryReport(16 << 30, 8 << 30),
    disk=DiskReport(10 << 30, 100 << 30),
    folders=(FolderReport("Models", str(Path.home() / "tempera" / "models"), 2 << 30),),
    engine=EngineReport("0.3.36", "cuda", 8, (CARD, CPU), None, ""),
    builds=(
        build("cuda", usable=True, chosen=True, devices=(CARD, CPU), problem=None, details=""),
        build("vulkan", usable=True, chosen=False, devices=(CPU,), problem="No card.", details="a line\nanother"),
        build("broken", usable=False, chosen=False, devices=(), problem="It is damaged.", details=""),
    ),
    nvidia=NvidiaReport("580.1", "13.0", (NvidiaCard("A card", "0", (8, 6), 8 << 30, 7 << 30),), None),
    models=(
        ModelReport("good.gguf", 1 << 30, "Q4_K_M", 4096, None, check="checksum right"),
        ModelReport("bad.gguf", 1 << 20, "", None, "It is damaged."),
    ),
    advice=(),
)


def items(report: Report) -> dict[str, Item]:
    return {item.label: item for section in sections(report, SAY) for item in section.items}


def test_every_part_of_the_report_has_its_line() -> None:
    found = items(REPORT)
    assert found["CUDA0"].value == "A card, 7.00 GiB of 8.00 GiB free"
    assert found["cuda"].value == "in use: CUDA0 (A card), CPU (A processor)"
    assert found[SAY("doctor.nvidia")].value == "580.1, CUDA 13.0; A card (8.6), 7.00 GiB of 8.00 GiB free"
    assert found[SAY("doctor.memory")].value == "8.00 GiB of 16.00 GiB free"
    assert found["good.gguf"].value == "1.00 GiB, Q4_K_M, checksum right"


def test_lines_tell_what_is_wrong_from_what_is_only_missing() -> None:
    found = items(REPORT)
    assert [found[name].state for name in ("cuda", "vulkan", "broken")] == [State.FINE, State.NOTE, State.PROBLEM]
    assert [found[name].state for name in ("good.gguf", "bad.gguf")] == [State.FINE, State.PROBLEM]


def test_advice_comes_first_and_weighs_as_much_as_what_is_missing() -> None:
    advised = replace(REPORT, advice=("Do this.",))
    assert sections(advised, SAY)[0].items == (Item("", "Do this.", State.NOTE),)
    without_models = replace(advised, models=())
    assert sections(without_models, SAY)[0].items[0].state is State.PROBLEM


def test_sections_without_lines_are_left_out() -> None:
    titles = [section.title for section in sections(replace(REPORT, models=()), SAY)]
    assert SAY("doctor.section.models") not in titles
    assert SAY("doctor.section.advice") not in titles


def test_the_copied_text_has_everything_and_no_name_of_a_person() -> None:
    text = report_text(REPORT, SAY)
    assert text.startswith(SAY("doctor.healthy"))
    for item in items(REPORT).values():
        assert item.label in text
    assert "      another\n" in text
    assert str(Path.home()) not in text
    assert str(Path("~") / "tempera") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_said_in_every_language(language: str) -> None:
    broken = replace(
        REPORT,
        engine=EngineReport("", "", 0, (), "It does not start.", "exit code 1"),
        window=None,
        nvidia=NvidiaReport("", "", (), "No driver."),
        disk=DiskReport(None, None),
    )
    say = Phrasebook(language)
    assert report_text(broken, say).startswith(say("doctor.unhealthy"))
    assert "exit code 1" in report_text(broken, say)


def test_a_home_that_is_everything_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(Path.home().anchor)
    report = replace(REPORT, home=str(root / "tempera"))
    monkeypatch.setattr(Path, "home", lambda: root)
    text = report_text(report, SAY)
    assert str(root / "tempera") in text
    assert "~" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", PackageKind)
def test_every_kind_of_package_has_its_words(kind: PackageKind, language: str) -> None:
    say = Phrasebook(language)
    plain, full = Package(kind, None, portable=False), Package(kind, Flavour.BASE, portable=True)
    assert package_line(plain, say) == say(f"package.kind.{kind.value}")
    assert package_line(full, say).startswith(package_line(plain, say))
    assert package_line(full, say).endswith(say("package.portable"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("flavour", Flavour)
def test_every_flavour_of_a_package_has_its_words(flavour: Flavour, language: str) -> None:
    say = Phrasebook(language)
    line = package_line(Package(PackageKind.FOLDER, flavour, portable=False), say)
    assert line.endswith(say(f"package.flavour.{flavour.value}"))
