"""The models on this machine: what there is, taking in files, checking, removing and quantizing them.

`InstalledModel` is one of them.
"""

from models.library.installed import InstalledModel

__all__ = ["InstalledModel"]
