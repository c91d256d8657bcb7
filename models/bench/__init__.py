"""The benchmark: how fast the engine is beside the programs that people compare it with, in one run.

`Benchmark` runs what a `BenchPlan` says and yields `BenchEvent`s: a `Step` of a `Part` that begins, a part that is
`Measured`, and at last `Finished` with the `BenchReport`; `BenchStopped` is how it ends where it was stopped. `rows`
makes the lines of a table or the bars of a page from a report, a `Row` each; `ours_text`, `theirs_text`,
`beside_text`, `ratio_text` and `target_text` write what stands in it. `WindowTask` and
`WindowSpeeds` are what the window is told and answers that measures what it costs: it asks for the `STORY`, and
`fair_speed` says which answers count.
"""

from models.bench.engine import fair_speed
from models.bench.events import BenchEvent, Finished, Measured, Part, Step
from models.bench.parts.window import WindowSpeeds, WindowTask
from models.bench.plan import BenchPlan
from models.bench.questions import STORY
from models.bench.report import BenchReport
from models.bench.rows import Row, rows
from models.bench.run import Benchmark, BenchStopped
from models.bench.wording import beside_text, ours_text, ratio_text, target_text, theirs_text

__all__ = [
    "STORY",
    "BenchEvent",
    "BenchPlan",
    "BenchReport",
    "BenchStopped",
    "Benchmark",
    "Finished",
    "Measured",
    "Part",
    "Row",
    "Step",
    "WindowSpeeds",
    "WindowTask",
    "beside_text",
    "fair_speed",
    "ours_text",
    "ratio_text",
    "rows",
    "target_text",
    "theirs_text",
]
