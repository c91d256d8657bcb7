"""Entry point of `tempera`, and of the packaged program.

Commands are handed to `models.cli` before anything of Qt is imported: they work where Qt's libraries are missing.
Everything else opens the window, with the model file that was named, if any.
"""

import sys
from pathlib import Path

from desktop.own_command import MEASURE_START, MEASURE_WINDOW, measure_window_command
from models.paths import find_home


def main() -> int:
    """Run the program with the arguments of the process; return the exit status."""
    find_home()
    arguments = sys.argv[1:]
    if arguments[:1] == [MEASURE_WINDOW] and len(arguments) == 2:  # noqa: PLR2004 - the word and the task
        from desktop.window_cost import main as measure_window

        return measure_window(arguments[1])
    if arguments == [MEASURE_START]:
        from desktop.start_cost import main as measure_start

        return measure_start()
    if arguments and not _is_model_file(arguments):
        from models.cli import main as run_command

        return run_command(arguments, window=measure_window_command())
    from desktop.start import open_window

    return open_window(Path(arguments[0]).absolute() if arguments else None)


def _is_model_file(arguments: list[str]) -> bool:
    return len(arguments) == 1 and arguments[0].lower().endswith(".gguf")


if __name__ == "__main__":
    sys.exit(main())
