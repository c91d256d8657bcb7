"""`tempera lab recheck`: judge the stored answers of a measurement again, without making any."""

import argparse
from dataclasses import replace
from typing import TextIO

from models.commands.documents import write_json
from models.commands.lab.opening import check_tools, found_sweep, sweep_store
from models.commands.model_choice import chosen_model
from models.engine import ENGINE, OnExhaustion, ProcessEngine
from models.lab import recheck, runs_python
from models.paths import Paths
from models.settings import SettingsStore
from models.texts import Phrasebook


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Check all answers again and say how many are judged otherwise. Raises UserError where that cannot be."""
    store = sweep_store(paths)
    found = found_sweep(store, options.id)
    needed = any(runs_python(task.check) for task in store.plan(found).tasks)
    engine = None
    try:
        if options.model:
            engine = ProcessEngine()
            settings = replace(SettingsStore(paths.settings).load(ENGINE), on_exhaustion=OnExhaustion.NEXT_PLAN)
            for _ in engine.load(chosen_model(options.model, paths, None), settings):
                pass
        tools = check_tools(paths, engine, allow_code=options.allow_code, needed=needed, say=say, err=err)
        done = recheck(store, found, tools)
    finally:
        if engine is not None:
            engine.close()
    if options.json:
        write_json(done, out)
    else:
        out.write(say("cli.lab.rechecked", checked=done.checked, changed=done.changed, skipped=done.skipped) + "\n")
    return 0
