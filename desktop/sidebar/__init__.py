"""The list of conversations at the left of the window.

`Sidebar` shows what the history returns and tells by signals what the user wants: begin, open, rename, delete, undo.
"""

from desktop.sidebar.sidebar import Sidebar

__all__ = ["Sidebar"]
