"""The subcommands of `tempera presets`: their options, and the module that runs each."""

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from models.paths import Paths
from models.texts import Phrasebook

if TYPE_CHECKING:
    Subcommands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - argparse names no public type

_MODULES = {"export": "export_preset", "import": "import_preset", "list": "list_presets"}
"""The module of each subcommand; it is imported when the subcommand runs, so that no command pays for another."""


def add_presets_parser(commands: "Subcommands", say: Phrasebook) -> None:
    """Add `presets` with all its subcommands."""
    parser = commands.add_parser("presets", help=say("cli.presets"), description=say("cli.presets"))
    subcommands = parser.add_subparsers(dest="presets_command", required=True)
    _subcommand(subcommands, "list", say("cli.presets.list"), say)
    exported = _subcommand(subcommands, "export", say("cli.presets.export"), say)
    exported.add_argument("preset", metavar="NAME", help=say("cli.presets.preset"))
    exported.add_argument("path", metavar="PATH", help=say("cli.presets.path"))
    imported = _subcommand(subcommands, "import", say("cli.presets.import"), say)
    imported.add_argument("path", metavar="PATH", help=say("cli.presets.file"))


def run_presets(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Run the subcommand that `options` name and return the exit status. Raises UserError where it fails."""
    module = import_module(f"models.commands.presets.{_MODULES[options.presets_command]}")
    run: Callable[..., int] = module.run
    return run(options, paths=paths, say=say, out=out, err=err)


def _subcommand(subcommands: "Subcommands", name: str, help_text: str, say: Phrasebook) -> argparse.ArgumentParser:
    """Add a subcommand that can print JSON and return its parser."""
    parser = subcommands.add_parser(name, help=help_text, description=help_text)
    parser.add_argument("--json", action="store_true", help=say("cli.json"))
    return parser
