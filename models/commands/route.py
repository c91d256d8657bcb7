"""`tempera route`: which kind of task a question is, and which mode Auto would pick for it."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from models.errors import user_error
from models.routing import route
from models.texts import Phrasebook

if TYPE_CHECKING:
    Subcommands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse names no public type


def add_route_parser(commands: "Subcommands", say: Phrasebook) -> None:
    """Add the command to those of `tempera`."""
    parser = commands.add_parser("route", help=say("cli.route"), description=say("cli.route"))
    source = parser.add_mutually_exclusive_group()
    source.add_argument("text", nargs="?", metavar="TEXT", help=say("cli.route.text"))
    source.add_argument("--jsonl", type=Path, metavar="FILE", help=say("cli.route.jsonl"))
    parser.add_argument("--json", action="store_true", help=say("cli.json"))


def run_route(options: argparse.Namespace, *, source: TextIO, out: TextIO) -> int:
    """Print where each question goes, one JSON object a line. Raises UserError where there are no questions to read."""
    out.writelines(json.dumps(asdict(route(text)), ensure_ascii=False) + "\n" for text in _questions(options, source))
    return 0


def _questions(options: argparse.Namespace, source: TextIO) -> Iterator[str]:
    if options.jsonl is not None:
        return _from_lines(options.jsonl)
    return iter([options.text if options.text is not None else source.read()])


def _from_lines(path: Path) -> Iterator[str]:
    """Yield the text of each line of a file; empty lines are passed over."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _text_of(line, number)
    except OSError as error:
        raise user_error("error.route.unreadable", details=str(error), path=str(path)) from error


def _text_of(line: str, number: int) -> str:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise user_error("error.route.line", details=str(error), line=number) from error
    text = found.get("text") if isinstance(found, dict) else None
    if not isinstance(text, str):
        raise user_error("error.route.line", line=number)
    return text
