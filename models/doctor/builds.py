"""The native builds and NVIDIA's driver: what is here, and what came of trying it."""

from collections.abc import Iterator

from models.doctor.report import BuildReport, NvidiaReport
from models.errors import UserError
from models.paths import Paths
from models.runtime import ProbeReport, choose_build, find_builds, nvidia_state, probe_all, runtime_folders
from models.texts import Phrasebook


def builds(paths: Paths, say: Phrasebook) -> Iterator[BuildReport]:
    """Try every native build that is here, all at the same time."""
    reports = probe_all(find_builds(runtime_folders(paths)))
    chosen = _chosen(reports)
    for report in reports:
        build = report.build
        yield BuildReport(
            name=build.name,
            folder=str(build.folder) if build.folder else None,
            llama_cpp_python=build.manifest.llama_cpp_python if build.manifest else "",
            usable=report.usable,
            chosen=report is chosen,
            devices=report.devices,
            problem=say.phrase(report.reason) if report.reason else None,
            details=report.details,
        )


def nvidia(say: Phrasebook) -> NvidiaReport:
    """Ask NVIDIA's driver, where there is one."""
    state = nvidia_state()
    return NvidiaReport(
        driver=state.driver,
        cuda=".".join(map(str, state.cuda)) if any(state.cuda) else "",
        cards=state.cards,
        problem=say.phrase(state.reason) if state.reason else None,
    )


def _chosen(reports: tuple[ProbeReport, ...]) -> ProbeReport | None:
    try:
        return choose_build(reports).report
    except UserError:  # none works; each says why
        return None
