"""`tempera lab ...`: measuring models over temperatures, tasks and repeats, and reading what was measured.

`add_lab_parser` adds the command to those of `tempera`, `run_lab` runs one of its subcommands and returns the exit
status. Each subcommand is a module with a function `run(options, *, paths, say, out, err) -> int`.
"""

from models.commands.lab.parser import add_lab_parser, run_lab

__all__ = ["add_lab_parser", "run_lab"]
