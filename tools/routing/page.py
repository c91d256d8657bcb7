"""Writes docs/routing.md: how well questions are sorted, and how long that takes."""

import json
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.routing import Label, route
from models.routing.model import WEIGHTS_FILE
from tools.routing.examples import Example
from tools.routing.judging import FOLDS, THRESHOLDS, Figures, Outcome, cross_validated, figures, unseen_maker

PAGE = Path("docs/routing.md")
FRESH = Path(__file__).parent / "fresh.json"
"""What was measured once on questions written after the weights were frozen."""

_GOALS = "goal: 85 % right, 97 % right where sure, at most 30 % unsure, 95 % in the band"
_HEAD = (
    "| questions | number | kind right | unsure | right where sure | in the band: R1 | Qwen2.5 | others |\n"
    "|---|---|---|---|---|---|---|---|\n"
)
_HOW = """\
Cross-validated in {folds} folds: a question is judged by weights that learned from no other question of its template
(one fit each; the weights of the program are the mean of three). Many templates were written after errors on two thirds
of the questions by hand had been read, so those figures flatter; the last line is the third that had been kept apart
(the thresholds and a few values of the learning were chosen by its figures, its texts were never read).
"""
_LENGTHS = (100, 1_000, 10_000, 5_000_000)
_ROUNDS = 25


def page(examples: Sequence[Example]) -> str:
    """Return the page; measuring takes a few minutes."""
    return "\n".join(_parts(examples)).rstrip() + "\n"


def _parts(examples: Sequence[Example]) -> Iterator[str]:
    yield _INTRODUCTION
    count = Counter(example.maker for example in examples)
    templates = len({example.group for example in examples if example.maker == "grammar"})
    yield (
        f"The data: {count['grammar']:,} questions made from {templates:,} templates by a grammar, {count['hand']:,} "
        f"written by hand by somebody who did not know the grammar, and {count['given']} given ones. "
        f"`python -m tools.routing learn` makes `resources/routing/{WEIGHTS_FILE.name}` "
        f"({WEIGHTS_FILE.stat().st_size:,} bytes) from them; `python -m tools.routing page` makes this page.\n"
    )
    yield f"## How well it sorts\n\n{_GOALS}.\n"
    yield _HOW.format(folds=FOLDS)
    outcomes = cross_validated(examples)
    rows = [
        ("grammar, cross-validated", [one for one in outcomes if one.example.maker == "grammar"]),
        ("given, cross-validated", [one for one in outcomes if one.example.maker == "given"]),
        ("by hand, cross-validated", [one for one in outcomes if one.example.maker == "hand"]),
        ("given, learned from the grammar alone", unseen_maker(examples, "given")),
        ("by hand, learned from the grammar alone", unseen_maker(examples, "hand")),
        ("by hand, the third kept apart, cross-validated", [one for one in outcomes if one.example.unread]),
    ]
    yield _HEAD + "".join(_row(name, figures(found)) for name, found in rows)
    yield _fresh()
    yield "## What is taken for what\n\nThe given questions and those by hand, cross-validated; a row is what it is.\n"
    yield _confusion([one for one in outcomes if one.example.maker != "grammar"])
    yield (
        f"## Time\n\nProcessor time of one call, the median of {_ROUNDS}, on the machine that made this page; "
        "weights loaded.\n"
    )
    yield _times()


def _row(name: str, these: Figures) -> str:
    shares = (these.right, these.abstained, these.right_where_sure, *these.in_band)
    return f"| {name} | {these.questions:,} | {' | '.join(f'{100 * share:.1f} %' for share in shares)} |\n"


def _fresh() -> str:
    if not FRESH.exists():
        return ""
    kept = json.loads(FRESH.read_text(encoding="utf-8"))
    measured = Figures(**{**kept["figures"], "in_band": tuple(kept["figures"]["in_band"])})
    return (
        "Measured once, on questions written by somebody who knew neither rules nor data, after rules and weights were "
        f"frozen (commit {kept['commit']}; `tools/routing/fresh.jsonl`, in which the names of two folders are others "
        "since):\n\n" + _HEAD + _row("fresh", measured)
    )


def _confusion(outcomes: Sequence[Outcome]) -> str:
    counts = Counter((one.example.label, one.label) for one in outcomes)
    lines = [f"| | {' | '.join(Label)} |", f"|---|{'---|' * len(Label)}"]
    lines += [f"| **{is_so}** | {' | '.join(str(counts[is_so, taken] or '') for taken in Label)} |" for is_so in Label]
    return "\n".join(lines) + "\n"


def _times() -> str:
    lines = ["| characters | English | Chinese |", "|---|---|---|"]
    english = "The museum is closed on Mondays, and bags stay in the lockers near the door. "
    chinese = "博物馆星期一闭馆，大件行李请寄存在入口旁的储物柜里。"
    for length in _LENGTHS:
        texts = [
            f"{ask}{body * (length // len(body) + 1)}"[:length]
            for ask, body in (("Sum up: ", english), ("概括：", chinese))
        ]
        lines.append(f"| {length:,} | {' | '.join(f'{_milliseconds(text):.1f} ms' for text in texts)} |")
    return "\n".join(lines) + "\n"


def _milliseconds(text: str) -> float:
    route(text)
    taken = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        route(text)
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


_KINDS = ", ".join(f"{label} -> {label.mode}" for label in Label)
_INTRODUCTION = f"""# How Auto picks a mode

Auto sorts a question into one of nine kinds and takes the mode that belongs to it:
{_KINDS}.
It reads the text alone, here and without a network. `tempera route "..."` shows what it would pick.

1. The text is folded: lower case, simplified characters for traditional ones, ordinary forms for full-width ones. Of a
   long text its first and its last 2,000 characters are read.
2. The request is found: the first line and what asks near the beginning and the end, outside code and quotes. The rest
   is the body, of which a sample is read.
3. Features are hashed into 32,768 buckets: characters and words of the request, one to four in a row, parts of words
   (so that slips do no harm); words of the body; classes of words in their order (write .. poem, check .. answer);
   and the shape (code, digits, formulas, rows, points to give, labels such as "Answer:").
4. A linear model with 8-bit weights gives each kind a probability. Where that is too small, it is unsure, and the mode
   is Balanced: below {min(THRESHOLDS):.2f} for JSON, creative and grading, whose temperatures are far from the balanced
   one, below {max(THRESHOLDS):.2f} for the others.
"""
