"""What happens when something is wanted of the conversations as a whole.

`SidebarController` brings the sidebar to life: the list and its shelves, keeping order in it, searching, titles.
"""

from desktop.control.sidebar.controller import SidebarController

__all__ = ["SidebarController"]
