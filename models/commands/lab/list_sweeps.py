"""`tempera lab list`: the measurements on this computer."""

import argparse
from dataclasses import dataclass
from typing import TextIO

from models.commands.documents import write_json
from models.commands.lab.opening import sweep_store
from models.commands.lab.report import sweep_line
from models.lab import SweepState, SweepSummary
from models.paths import Paths
from models.texts import Phrasebook


@dataclass(frozen=True)
class ListedSweep:
    """One measurement of the document; `problem` says why it cannot be read, and then the rest is not known."""

    id: str
    name: str | None = None
    state: SweepState | None = None
    created_ms: int | None = None
    done: int | None = None
    total: int | None = None
    models: tuple[str, ...] = ()
    problem: str | None = None


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print the measurements, the newest first."""
    store = sweep_store(paths)
    sweeps, unreadable = store.all(), store.unreadable()
    if options.json:
        problems = tuple(ListedSweep(one.id, problem=say.phrase(one.problem)) for one in unreadable)
        write_json((*map(_listed, sweeps), *problems), out)
        return 0
    out.writelines(sweep_line(one.plan, one.state, one.done, say) + "\n" for one in sweeps)
    err.writelines(f"{broken.id}: {say.phrase(broken.problem)}\n" for broken in unreadable)
    if not sweeps and not unreadable:
        out.write(say("cli.lab.none") + "\n")
    return 0


def _listed(one: SweepSummary) -> ListedSweep:
    plan = one.plan
    models = tuple(dict.fromkeys(arm.model.id for arm in plan.arms))
    return ListedSweep(plan.id, plan.name, one.state, plan.created_ms, one.done, plan.total, models)
