"""`tempera models ...`: the models on this machine, and getting more of them.

`add_models_parser` adds the command to those of `tempera`, `run_models` runs one of its subcommands and returns the
exit status. Each subcommand is a module with a function `run(options, *, paths, say, out, err) -> int`.
"""

from models.commands.models.parser import add_models_parser, run_models

__all__ = ["add_models_parser", "run_models"]
