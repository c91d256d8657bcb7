"""The commands of `tempera` that need no window.

`ask`, `bench`, `doctor`, `history`, `lab`, `models`, `presets`, `route`, `update-check`.

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
    from models.commands.history import add_history_parser, run_history
    from models.commands.lab import add_lab_parser, run_lab
    from models.commands.models import add_models_parser, run_models
    from models.commands.presets import add_presets_parser, run_presets
    from models.commands.route import add_route_parser, run_route
    from models.commands.update_check import update_check as run_update_check

__all__ = [
    "AskOptions",
    "BenchOptions",
    "add_history_parser",
    "add_lab_parser",
    "add_models_parser",
    "add_presets_parser",
    "add_route_parser",
    "run_ask",
    "run_bench",
    "run_doctor",
    "run_history",
    "run_lab",
    "run_models",
    "run_presets",
    "run_route",
    "run_update_check",
]

_PLACES = {
    "AskOptions": ("ask", "AskOptions"),
    "BenchOptions": ("bench", "BenchOptions"),
    "add_history_parser": ("history", "add_history_parser"),
    "add_lab_parser": ("lab", "add_lab_parser"),
    "add_models_parser": ("models", "add_models_parser"),
    "add_presets_parser": ("presets", "add_presets_parser"),
    "add_route_parser": ("route", "add_route_parser"),
    "run_ask": ("ask", "ask"),
    "run_bench": ("bench", "bench"),
    "run_doctor": ("doctor", "doctor"),
    "run_history": ("history", "run_history"),
    "run_lab": ("lab", "run_lab"),
    "run_models": ("models", "run_models"),
    "run_presets": ("presets", "run_presets"),
    "run_route": ("route", "run_route"),
    "run_update_check": ("update_check", "update_check"),
}
"""In which module each name is found, and under which name there."""


def __getattr__(name: str) -> object:
    """Import the command that `name` belongs to. Raises AttributeError where there is none."""
    if name not in _PLACES:
        raise AttributeError(name)
    module, inside = _PLACES[name]
    return getattr(import_module(f"models.commands.{module}"), inside)
