"""The controllers of one window, made, connected with each other and with what outlives the window.

`Controllers` are all of them, in groups by what they serve; `Backstage` is what outlives a window.
"""

from desktop.controllers.controllers import Controllers
from desktop.controllers.group import Backstage

__all__ = ["Backstage", "Controllers"]
