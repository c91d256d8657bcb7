"""The subcommands of `tempera lab`: their options, and the module that runs each."""

import argparse
from typing import TYPE_CHECKING, TextIO

from models.commands.amounts import WholeNumber
from models.commands.subcommands import add_command, add_subcommand, run_module
from models.paths import Paths
from models.texts import Phrasebook

if TYPE_CHECKING:
    from models.commands.subcommands import Subcommands

_MODULES = {
    "export": "export_sweep",
    "list": "list_sweeps",
    "recheck": "recheck_sweep",
    "remove": "remove_sweep",
    "resume": "resume_sweep",
    "run": "run_sweep",
    "show": "show_sweep",
    "tasks": "list_tasks",
}
"""The module of each subcommand; it is imported when the subcommand runs, so that no command pays for another."""

_SECTIONS = {"off": False, "on": True}
_LARGEST_SEED = 2**32 - 2


def add_lab_parser(commands: "Subcommands", say: Phrasebook) -> None:
    """Add `lab` with all its subcommands."""
    subcommands = add_command(commands, "lab", say)
    _add_run(subcommands, say)
    _add_code(_with_id(add_subcommand(subcommands, "resume", say("cli.lab.resume"), say), say), say)
    add_subcommand(subcommands, "list", say("cli.lab.list"), say)
    shown = _with_id(add_subcommand(subcommands, "show", say("cli.lab.show"), say), say)
    shown.add_argument("--answers", action="store_true", help=say("cli.lab.answers"))
    exported = _with_id(add_subcommand(subcommands, "export", say("cli.lab.export"), say), say)
    exported.add_argument("path", metavar="PATH", help=say("cli.lab.path"))
    exported.add_argument("--table", action="store_true", help=say("cli.lab.table"))
    checked = _with_id(add_subcommand(subcommands, "recheck", say("cli.lab.recheck"), say), say)
    checked.add_argument("--model", help=say("cli.lab.judge"))
    _add_code(checked, say)
    _with_id(add_subcommand(subcommands, "remove", say("cli.lab.remove"), say), say)
    listed = add_subcommand(subcommands, "tasks", say("cli.lab.tasks"), say)
    _add_language(listed, say)


def run_lab(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Run the subcommand that `options` name and return the exit status. Raises UserError where it fails."""
    name = f"models.commands.lab.{_MODULES[options.lab_command]}"
    return run_module(name, options, paths=paths, say=say, out=out, err=err)


def _with_id(parser: argparse.ArgumentParser, say: Phrasebook) -> argparse.ArgumentParser:
    parser.add_argument("id", metavar="ID", help=say("cli.lab.id"))
    return parser


def _add_code(parser: argparse.ArgumentParser, say: Phrasebook) -> None:
    parser.add_argument("--allow-code", action="store_true", help=say("cli.lab.allow_code"))


def _add_language(parser: argparse.ArgumentParser, say: Phrasebook) -> None:
    parser.add_argument("--language", choices=("en", "zh_CN"), default=say.language, help=say("cli.lab.language"))


def _add_run(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "run", say("cli.lab.run"), say)
    parser.add_argument("--model", action="append", metavar="P", help=say("cli.lab.model"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--tasks", type=_Names(), metavar="A,B", help=say("cli.lab.run_tasks"))
    what.add_argument("--experiment", metavar="ID", help=say("cli.lab.experiment"))
    parser.add_argument("--temperatures", type=_Numbers(say), metavar="X,Y", help=say("cli.lab.temperatures"))
    parser.add_argument("--repeats", type=WholeNumber(1, 500, say), metavar="N", help=say("cli.lab.repeats"))
    parser.add_argument(
        "--sections", type=_Sections(say), default=(False,), metavar="off,on", help=say("cli.lab.sections")
    )
    parser.add_argument("--mode", help=say("cli.lab.mode"))
    parser.add_argument("--max-tokens", type=WholeNumber(1, 131_072, say), metavar="N", help=say("cli.lab.max_tokens"))
    parser.add_argument("--seed", type=WholeNumber(0, _LARGEST_SEED, say), metavar="N", help=say("cli.lab.seed"))
    parser.add_argument("--name", default="", help=say("cli.lab.name"))
    _add_language(parser, say)
    _add_code(parser, say)


class _Names:
    """Accepts names with commas between them."""

    def __call__(self, text: str) -> tuple[str, ...]:
        """Return the names, each once."""
        return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


class _Numbers:
    """Accepts numbers with commas between them."""

    def __init__(self, say: Phrasebook) -> None:
        self._say = say

    def __call__(self, text: str) -> tuple[float, ...]:
        """Return the numbers. Raises ArgumentTypeError where one is none."""
        try:
            return tuple(float(part) for part in text.split(","))
        except ValueError as error:
            raise argparse.ArgumentTypeError(self._say("cli.lab.not_numbers", text=text)) from error


class _Sections:
    """Accepts "off", "on", or both with a comma between them."""

    def __init__(self, say: Phrasebook) -> None:
        self._say = say

    def __call__(self, text: str) -> tuple[bool, ...]:
        """Return whether there are sections. Raises ArgumentTypeError for another word."""
        words = [word.strip().lower() for word in text.split(",")]
        if not set(words) <= set(_SECTIONS):
            raise argparse.ArgumentTypeError(self._say("cli.lab.not_sections", text=text))
        return tuple(dict.fromkeys(_SECTIONS[word] for word in words))
