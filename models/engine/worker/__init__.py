"""The engine process itself: everything that touches llama.cpp. Nothing here is imported by the window.

`main` runs the process: it serves requests from its standard input until the pipe ends.
"""

from models.engine.worker.serve import main

__all__ = ["main"]
