"""`tempera presets ...`: the user's own modes, listed, written to files and taken in from them.

`add_presets_parser` adds the command to those of `tempera`, `run_presets` runs one of its subcommands and returns the
exit status. Each subcommand is a module with a function `run(options, *, paths, say, out, err) -> int`.
"""

from models.commands.presets.parser import add_presets_parser, run_presets

__all__ = ["add_presets_parser", "run_presets"]
