"""The download process itself: everything that touches the network. Nothing here is imported by the window.

`main` takes orders from standard input until the pipe ends and reports on standard output.
"""

from models.downloads.worker.serve import main

__all__ = ["main"]
