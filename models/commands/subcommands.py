"""What the commands that have subcommands share."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TextIO, TypeAlias

from models.paths import Paths
from models.texts import Phrasebook

if TYPE_CHECKING:
    Subcommands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no public name


def add_command(commands: "Subcommands", name: str, say: Phrasebook) -> "Subcommands":
    """Add a command and return what its subcommands are added to; `NAME_command` will hold the one that was named."""
    parser = commands.add_parser(name, help=say(f"cli.{name}"), description=say(f"cli.{name}"))
    return parser.add_subparsers(dest=f"{name}_command", required=True)


def add_subcommand(subcommands: "Subcommands", name: str, help_text: str, say: Phrasebook) -> argparse.ArgumentParser:
    """Add a subcommand that can print JSON and return its parser."""
    parser = subcommands.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    return parser


def run_module(
    name: str, options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO
) -> int:
    """Import the module of a subcommand, call its `run` and return the exit status. Raises UserError where it fails."""
    run: Callable[..., int] = import_module(name).run
    return run(options, paths=paths, say=say, out=out, err=err)
