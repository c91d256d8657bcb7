"""The subcommands of `tempera presets`: their options, and the module that runs each."""

import argparse
from typing import TYPE_CHECKING, TextIO

from models.commands.subcommands import add_command, add_subcommand, run_module
from models.paths import Paths
from models.texts import Phrasebook

if TYPE_CHECKING:
    from models.commands.subcommands import Subcommands

_MODULES = {"export": "export_preset", "import": "import_preset", "list": "list_presets"}
"""The module of each subcommand; it is imported when the subcommand runs, so that no command pays for another."""


def add_presets_parser(commands: "Subcommands", say: Phrasebook) -> None:
    """Add `presets` with all its subcommands."""
    subcommands = add_command(commands, "presets", say)
    add_subcommand(subcommands, "list", say("cli.presets.list"), say)
    exported = add_subcommand(subcommands, "export", say("cli.presets.export"), say)
    exported.add_argument("preset", metavar="NAME", help=say("cli.presets.preset"))
    exported.add_argument("path", metavar="PATH", help=say("cli.presets.path"))
    imported = add_subcommand(subcommands, "import", say("cli.presets.import"), say)
    imported.add_argument("path", metavar="PATH", help=say("cli.presets.file"))


def run_presets(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Run the subcommand that `options` name and return the exit status. Raises UserError where it fails."""
    name = f"models.commands.presets.{_MODULES[options.presets_command]}"
    return run_module(name, options, paths=paths, say=say, out=out, err=err)
