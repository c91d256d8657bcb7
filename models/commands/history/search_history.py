"""`tempera history search`: where conversations say something."""

import argparse
from typing import TextIO

from models.commands.documents import write_json
from models.commands.history.opening import opened_history
from models.commands.history.times import local_time
from models.history import Hit
from models.paths import Paths
from models.texts import Phrasebook

_BUDGET_MS = 1000.0


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print what was found, newest first; 1 where that is nothing."""
    with opened_history(paths, say=say, err=err) as history:
        while history.search.catch_up(_BUDGET_MS):  # nobody waits for a frame here: everything is searched
            pass
        hits = history.search.find(options.query, limit=options.limit, thinking=options.thinking)
    if options.json:
        write_json(hits, out)
    else:
        out.writelines(line + "\n" for hit in hits for line in _lines(hit, say))
        if not hits:
            out.write(say("cli.history.nothing_found") + "\n")
    return 0 if hits else 1


def _lines(hit: Hit, say: Phrasebook) -> tuple[str, ...]:
    title = f"{hit.conversation}  {local_time(hit.when_ms)}  {hit.title or say('exchange.untitled')}"
    return (title, f"    {hit.snippet}") if hit.snippet else (title,)
