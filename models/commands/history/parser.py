"""The subcommands of `tempera history`: their options, and the module that runs each."""

import argparse
from typing import TYPE_CHECKING, TextIO

from models.commands.amounts import WholeNumber
from models.commands.subcommands import add_command, add_subcommand, run_module
from models.paths import Paths
from models.texts import Phrasebook

if TYPE_CHECKING:
    from models.commands.subcommands import Subcommands

_MODULES = {
    "check": "check_history",
    "export": "export_history",
    "import": "import_history",
    "list": "list_history",
    "search": "search_history",
}
"""The module of each subcommand; it is imported when the subcommand runs, so that no command pays for another."""
_FORMATS = ("markdown", "html", "json", "archive")
_LARGEST_ID = (1 << 63) - 1


def add_history_parser(commands: "Subcommands", say: Phrasebook) -> None:
    """Add `history` with all its subcommands."""
    subcommands = add_command(commands, "history", say)
    _add_list(subcommands, say)
    _add_search(subcommands, say)
    _add_export(subcommands, say)
    _add_import(subcommands, say)
    add_subcommand(subcommands, "check", say("cli.history.check"), say)


def run_history(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Run the subcommand that `options` name and return the exit status. Raises UserError where it fails."""
    name = f"models.commands.history.{_MODULES[options.history_command]}"
    return run_module(name, options, paths=paths, say=say, out=out, err=err)


def _add_list(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "list", say("cli.history.list"), say)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--archived", action="store_true", help=say("cli.history.archived"))
    which.add_argument("--deleted", action="store_true", help=say("cli.history.deleted"))


def _add_search(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "search", say("cli.history.search"), say)
    parser.add_argument("query", metavar="QUERY", help=say("cli.history.query"))
    parser.add_argument("--thinking", action="store_true", help=say("cli.history.search_thinking"))
    parser.add_argument(
        "--limit", type=WholeNumber(1, 10_000, say), default=50, metavar="N", help=say("cli.history.limit")
    )


def _add_export(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "export", say("cli.history.export"), say)
    parser.add_argument("path", metavar="PATH", help=say("cli.history.target"))
    which = parser.add_mutually_exclusive_group(required=True)
    conversation = WholeNumber(1, _LARGEST_ID, say)
    which.add_argument("--conversation", type=conversation, metavar="ID", help=say("cli.history.conversation"))
    which.add_argument("--all", action="store_true", help=say("cli.history.all"))
    parser.add_argument("--format", choices=_FORMATS, help=say("cli.history.format"))
    parser.add_argument("--thinking", action="store_true", help=say("cli.history.thinking"))
    parser.add_argument("--records", action="store_true", help=say("cli.history.records"))


def _add_import(subcommands: "Subcommands", say: Phrasebook) -> None:
    parser = add_subcommand(subcommands, "import", say("cli.history.import"), say)
    parser.add_argument("path", metavar="PATH", help=say("cli.history.source"))
    parser.add_argument("--dry-run", action="store_true", help=say("cli.history.dry_run"))
    parser.add_argument("--copies", action="store_true", help=say("cli.history.copies"))
