"""`tempera history ...`: the conversations on this computer, written to files, taken in from them, and checked.

`add_history_parser` adds the command to those of `tempera`, `run_history` runs one of its subcommands and returns the
exit status. Each subcommand is a module with a function `run(options, *, paths, say, out, err) -> int`.
"""

from models.commands.history.parser import add_history_parser, run_history

__all__ = ["add_history_parser", "run_history"]
