"""The commands of `tempera` that need no window: `ask` and `doctor`."""

from models.commands.ask import AskOptions, ask
from models.commands.doctor import doctor

__all__ = ["AskOptions", "ask", "doctor"]
