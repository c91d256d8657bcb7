"""Containment on Windows: `run_contained` runs a job in an app container, with a restricted token and in a job object.

The app container has no capabilities: it reaches no network, and reads no file that was not opened to all of them. The
token has neither privileges nor an administrator's rights. The job object bounds memory and time, allows one process,
and ends it when the caller ends. Python itself must stand where app containers may read, as below `Program Files`;
elsewhere the program does not start, which `available` tells.
"""

import sys

assert sys.platform == "win32"  # noqa: S101  # tells the type checker

from models.sandbox.windows.running import run_contained

__all__ = ["run_contained"]
