"""Containment on Linux: `run_contained` runs a job in namespaces of its own, with Landlock, seccomp and limits.

The caller starts a supervisor (`__main__`), which forks a process that makes the namespaces. Their first process builds
what the program sees, starts the program without rights, and takes everything with it when it ends.
"""

import sys

assert sys.platform == "linux"  # noqa: S101  # tells the type checker

from models.sandbox.linux.running import run_contained

__all__ = ["run_contained"]
