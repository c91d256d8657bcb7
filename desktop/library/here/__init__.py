"""The models on this machine: the list, what is done with them, and taking in others.

`InstalledPage` shows them with the `Outcome` of work on them.
"""

from desktop.library.here.installed_page import InstalledPage
from desktop.library.here.task_strip import Outcome

__all__ = ["InstalledPage", "Outcome"]
