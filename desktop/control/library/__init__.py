"""Behind the window about models: what the user gets, has, plans and examines.

`LibraryController` opens it; `Arrivals` says in the main window what becomes of downloads.
"""

from desktop.control.library.arrivals import Arrivals
from desktop.control.library.models_window import LibraryController

__all__ = ["Arrivals", "LibraryController"]
