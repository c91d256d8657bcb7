"""The commands of `tempera` that need no window: `ask`, `bench`, `doctor` and `models ...`.

Each is imported when its name is asked for, so that no command pays for what only another one needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.commands.ask import AskOptions
    from models.commands.ask import ask as run_ask
    from models.commands.bench import BenchOptions
    from models.commands.bench import bench as run_bench
    from models.commands.doctor import doctor as run_doctor
    from models.commands.models import add_models_parser, run_models

__all__ = ["AskOptions", "BenchOptions", "add_models_parser", "run_ask", "run_bench", "run_doctor", "run_models"]

_PLACES = {
    "AskOptions": ("ask", "AskOptions"),
    "BenchOptions": ("bench", "BenchOptions"),
    "add_models_parser": ("models", "add_models_parser"),
    "run_ask": ("ask", "ask"),
    "run_bench": ("bench", "bench"),
    "run_doctor": ("doctor", "doctor"),
    "run_models": ("models", "run_models"),
}
"""In which module each name is found, and under which name there."""


def __getattr__(name: str) -> object:
    """Import the command that `name` belongs to. Raises AttributeError where there is none."""
    if name not in _PLACES:
        raise AttributeError(name)
    module, inside = _PLACES[name]
    return getattr(import_module(f"models.commands.{module}"), inside)
