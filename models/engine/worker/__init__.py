"""The engine process itself: everything that touches llama.cpp. Nothing here is imported by the window.

`main` does one job: without arguments it serves requests from its standard input until the pipe ends; the other jobs of
`_JOBS` are short, take arguments, and print what they found.
"""

from collections.abc import Sequence
from importlib import import_module

_JOBS: dict[str, str] = {"measure": "measure", "probe": "probe", "quantize": "quantize"}
"""The name of each short job and its module, which has a function `main(arguments) -> exit status`."""


def main(arguments: Sequence[str]) -> int:
    """Do the job that is named first and return its exit status; without a name, serve the window."""
    if not arguments:
        from models.engine.worker.serve import main as serve  # llama.cpp is loaded by the job that needs it

        serve()
        return 0
    job = import_module(f"models.engine.worker.{_JOBS[arguments[0]]}")
    status: int = job.main(arguments[1:])
    return status


__all__ = ["main"]
