"""Learn the weights of routing, write the page about them, judge other questions.

`python -m tools.routing learn|page`, or `python -m tools.routing fresh FILE` once for questions in FILE (a JSON object
with `text`, `label` and `lang` a line) that were written after the weights were frozen.
"""

import argparse
import json
import subprocess
from dataclasses import asdict
from pathlib import Path

from models.routing.model import WEIGHTS_FILE, model
from tools.routing.examples import read
from tools.routing.judging import THRESHOLDS, figures, judged
from tools.routing.learn import features_of
from tools.routing.page import FRESH, PAGE, page
from tools.routing.training import all_examples, trained

_FITS = 3


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tools.routing", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    tasks.add_parser("learn")
    tasks.add_parser("page")
    tasks.add_parser("fresh").add_argument("file", type=Path)
    options = parser.parse_args()
    if options.task == "learn":
        content = trained(all_examples(), thresholds=THRESHOLDS, fits=_FITS).packed()
        WEIGHTS_FILE.write_bytes(content)
        print(f"{WEIGHTS_FILE.name}: {len(content):,} bytes")
    elif options.task == "page":
        PAGE.write_text(page(all_examples()), encoding="utf-8")
    else:
        _judge_fresh(options.file)


def _judge_fresh(path: Path) -> None:
    examples = list(read(path))
    outcomes = judged(model(), examples, [features_of(example.text) for example in examples])
    found = figures(outcomes)
    commit = subprocess.run(("git", "rev-parse", "--short", "HEAD"), capture_output=True, check=True, text=True).stdout
    kept = {"commit": commit.strip(), "figures": asdict(found)}
    FRESH.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    print(found)
    for one in outcomes:
        if one.label != one.example.label:
            print(f"{one.example.label} taken for {one.label} ({one.confidence:.2f}): {one.example.text!r}")


if __name__ == "__main__":
    main()
