"""Runs the soak: `python -m tools.soak`; every option has the size that the project holds itself to."""

import argparse
import faulthandler
import os
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.support.tiny_model import r1_model
from tools.soak import Outcome, damaged_headers, engines_in_a_row, long_run, random_kills
from tools.soak.results import lines, note

_ROOT = Path(__file__).resolve().parents[2]
_RESULTS = _ROOT / "docs" / "soak.md"
_HANGING_SECONDS = 7200


def main() -> int:
    """Run the parts that the command line asks for, and note the results. Returns 1 where any found a fault."""
    parser = argparse.ArgumentParser(prog="python -m tools.soak", description=__doc__)
    parser.add_argument("--turns", type=int, default=2000, help="in one engine; 0 leaves this part out (%(default)s)")
    parser.add_argument("--engines", type=int, default=200, help="in a row (%(default)s)")
    parser.add_argument("--kills", type=int, default=100, help="of the engine, behind the window (%(default)s)")
    parser.add_argument("--headers", type=int, default=100_000, help="that are damaged (%(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="of all that is random (a new one)")
    parser.add_argument("--results", type=Path, default=_RESULTS, help="the file that is added to (%(default)s)")
    chosen = parser.parse_args()
    if not Path("/proc/self/smaps_rollup").exists():
        print("The soak reads from /proc what processes hold: it runs on Linux.")
        return 1
    faulthandler.dump_traceback_later(_HANGING_SECONDS, exit=True)
    seed = random.SystemRandom().randrange(10**6) if chosen.seed is None else chosen.seed
    sizes = f"--turns {chosen.turns} --engines {chosen.engines} --kills {chosen.kills} --headers {chosen.headers}"
    options = f"{sizes} --seed {seed}"
    print(options, flush=True)
    outcomes = list(_parts(chosen, seed))
    note(chosen.results, outcomes, options=options, root=_ROOT)
    return 0 if all(outcome.passed for outcome in outcomes) else 1


def _parts(chosen: argparse.Namespace, seed: int) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory() as home:
        # The window draws into memory, and whoever looks for the user's data finds an empty folder.
        os.environ.update(QT_QPA_PLATFORM="offscreen", LANG="C.UTF-8", TEMPERA_HOME=home)
        model = r1_model(_ROOT / ".cache" / "models")
        parts: tuple[tuple[int, Callable[[], Outcome]], ...] = (
            (chosen.turns, lambda: long_run(model, turns=chosen.turns, seed=seed)),
            (chosen.engines, lambda: engines_in_a_row(model, engines=chosen.engines, seed=seed)),
            (chosen.kills, lambda: random_kills(model, kills=chosen.kills, seed=seed)),
            (chosen.headers, lambda: damaged_headers(model, cases=chosen.headers, seed=seed)),
        )
        for size, part in parts:
            if size:
                outcome = part()
                print("\n".join(lines(outcome)), flush=True)
                yield outcome


if __name__ == "__main__":
    sys.exit(main())
