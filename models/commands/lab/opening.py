"""Finding the sweep that a command names, and what its checks may use."""

from dataclasses import replace
from typing import TextIO

from models.engine import Engine
from models.errors import user_error
from models.lab import VERDICT_SCHEMA, CheckTools, EngineJudge, SweepStore
from models.paths import Paths
from models.sandbox import available, consent_explanation, run_python
from models.settings import LAB, GeneratedCode, SettingsStore
from models.texts import Phrasebook

_LAST = "last"


def sweep_store(paths: Paths) -> SweepStore:
    """Return the sweeps of this machine."""
    return SweepStore(paths.sweeps)


def found_sweep(store: SweepStore, wanted: str) -> str:
    """Return the id of the sweep that is meant: the whole id, its beginning where that means one only, or "last".

    Raises UserError where that is none.
    """
    ids = [one.plan.id for one in store.all()] + [one.id for one in store.unreadable()]
    if wanted == _LAST and ids:
        return max(ids)
    meant = [one for one in ids if one == wanted] or [one for one in ids if wanted and one.startswith(wanted)]
    if len(meant) != 1:
        raise user_error("lab.store.unknown", id=wanted)
    return meant[0]


def check_tools(
    paths: Paths, engine: Engine | None, *, allow_code: bool, needed: bool, say: Phrasebook, err: TextIO
) -> CheckTools:
    """Return what checks may use: a place for code where the user agreed and there is one, an engine as judge.

    With `allow_code` the user agrees now, once and for all. Where code is `needed` and will not be run, `err` says why.
    """
    settings = SettingsStore(paths.settings)
    agreed = settings.load(LAB).generated_code is GeneratedCode.RUN
    if allow_code and not agreed:
        settings.save(LAB, replace(settings.load(LAB), generated_code=GeneratedCode.RUN))
        err.write(say.phrase(consent_explanation()) + "\n")
        agreed = True
    contained = available()
    if needed and not (agreed and contained.available):
        err.write((say("cli.lab.code_not_allowed") if contained.available else say.phrase(contained.reason)) + "\n")
    return CheckTools(
        python=run_python if agreed and contained.available else None,
        judge=None if engine is None else EngineJudge(engine, VERDICT_SCHEMA),
    )
