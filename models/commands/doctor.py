"""`tempera doctor`: what this installation consists of and whether each part works."""

from typing import TextIO

from models.commands.documents import write_json
from models.doctor import examine, report_text
from models.paths import Paths
from models.texts import Phrasebook


def doctor(*, as_json: bool, paths: Paths, say: Phrasebook, out: TextIO) -> bool:
    """Examine this installation and print what was found; return whether it can answer questions."""
    report = examine(paths, say)
    if as_json:
        write_json(report, out)
    else:
        out.write(report_text(report, say))
    return report.healthy
