"""The file of results: one section for each run, the newest first."""

import datetime as dt
import platform
import subprocess
from collections.abc import Sequence
from pathlib import Path

import psutil

from tools.soak.outcome import Outcome

_TITLE = "# Soak\n\nWhat `make soak` found, the newest run first. What is measured and how: `tools/soak`.\n"


def note(file: Path, outcomes: Sequence[Outcome], *, options: str, root: Path) -> None:
    """Put the section of a run before those of earlier ones. Raises OSError where it cannot be written."""
    earlier = file.read_text("utf-8").removeprefix(_TITLE) if file.exists() else ""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_TITLE + _section(outcomes, options=options, commit=_commit(root)) + earlier, "utf-8")


def lines(outcome: Outcome) -> list[str]:
    """Return a part of a run as lines of Markdown."""
    return [
        f"### {outcome.title}: {'passed' if outcome.passed else 'FAILED'}",
        "",
        *(f"- {figure.label}: {figure.value}" for figure in outcome.figures),
        *(f"- **fault**: {fault}" for fault in outcome.faults),
        "",
    ]


def _section(outcomes: Sequence[Outcome], *, options: str, commit: str) -> str:
    now = dt.datetime.now().astimezone()
    head = [
        "",
        f"## {now:%Y-%m-%d %H:%M}, commit {commit}",
        "",
        f"{options}; {platform.platform()}, Python {platform.python_version()}, {psutil.cpu_count()} processors",
        "",
    ]
    return "\n".join([*head, *(line for outcome in outcomes for line in lines(outcome))])


def _commit(root: Path) -> str:
    """Return the commit of the code that ran, and whether it was changed since."""
    commit = _git(root, "rev-parse", "--short", "HEAD")
    return f"{commit} with changes" if _git(root, "status", "--porcelain", "--", ".", ":!docs") else commit


def _git(root: Path, *arguments: str) -> str:
    return subprocess.run(("git", *arguments), cwd=root, capture_output=True, text=True, check=True).stdout.strip()
