"""The subcommands of `tempera models`: their options, and the module that runs each."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from models.paths import Paths
from models.texts import Phrasebook

if TYPE_CHECKING:
    Subcommands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse names no public type

_MODULES = {
    "list": "list_models",
}
"""The module of each subcommand; it is imported when the subcommand runs, so that no command pays for another."""


def add_models_parser(commands: "Subcommands", say: Phrasebook) -> None:
    """Add `models` with all its subcommands."""
    parser = commands.add_parser("models", help=say("cli.models"), description=say("cli.models"))
    subcommands = parser.add_subparsers(dest="models_command", required=True)
    _add_list(subcommands, say)


def run_models(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Run the subcommand that `options` name and return the exit status. Raises UserError where it fails."""
    module = import_module(f"models.commands.models.{_MODULES[options.models_command]}")
    run: Callable[..., int] = module.run
    return run(options, paths=paths, say=say, out=out, err=err)


def _subcommand(subcommands: "Subcommands", name: str, help_text: str, say: Phrasebook) -> argparse.ArgumentParser:
    """Add a subcommand that can print JSON and return its parser."""
    parser = subcommands.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    return parser


def _add_list(subcommands: "Subcommands", say: Phrasebook) -> None:
    _subcommand(subcommands, "list", say("cli.models.list"), say)
