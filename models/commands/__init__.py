"""The commands of `tempera` that need no window: `ask`, `bench`, `doctor` and `models ...`."""

from models.commands.ask import AskOptions, ask
from models.commands.bench import BenchOptions, bench
from models.commands.doctor import doctor
from models.commands.models import add_models_parser, run_models

__all__ = ["AskOptions", "BenchOptions", "add_models_parser", "ask", "bench", "doctor", "run_models"]
