"""The commands of `tempera` that need no window: `ask`, `bench` and `doctor`."""

from models.commands.ask import AskOptions, ask
from models.commands.bench import BenchOptions, bench
from models.commands.doctor import doctor

__all__ = ["AskOptions", "BenchOptions", "ask", "bench", "doctor"]
