"""The soak: what goes wrong only after long use, or when the engine is killed at any moment.

`long_run` makes turns of every kind in one engine (`short_run` a few of them, again and again), `engines_in_a_row`
starts and ends engines, `random_kills` kills the engine behind the real window, `damaged_headers` reads headers with
things wrong in them. Each returns an `Outcome`. `make soak` runs them in full, the tests a twentieth of them.
"""

from tools.soak.engines import engines_in_a_row
from tools.soak.headers import damaged_headers
from tools.soak.kills import PHASES, random_kills
from tools.soak.one_engine import long_run, short_run
from tools.soak.outcome import Figure, Outcome

__all__ = [
    "PHASES",
    "Figure",
    "Outcome",
    "damaged_headers",
    "engines_in_a_row",
    "long_run",
    "random_kills",
    "short_run",
]
