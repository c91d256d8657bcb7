"""A program for root: it becomes nobody, runs what it is given in the sandbox, and tells how that ended.

Folders on the way to Python and to this repository that nobody may not enter, as root's home, are replaced by open ones
that lead to the same places; only this process and its children see that.
"""

import os
import stat
import sys
from pathlib import Path

assert sys.platform == "linux"  # tells the type checker

import msgspec

from models.sandbox import run_python
from models.sandbox.linux.calls import CLONE_NEWNS, MS_BIND, MS_PRIVATE, MS_REC, leave_namespaces, mount
from tests.sandbox.linux.runners import Wish

NOBODY = 65534
ROOT = Path(__file__).resolve().parents[3]


def main() -> None:
    """Run what is wished for on standard input, as nobody; the outcomes go to standard output, each in a line."""
    leave_namespaces(CLONE_NEWNS)
    mount("none", "/", flags=MS_REC | MS_PRIVATE)
    for path in dict.fromkeys((Path(sys.base_prefix), ROOT, Path(sys.prefix).resolve())):
        _let_everybody_reach(path)
    os.chdir(ROOT)
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    for line in sys.stdin.buffer:
        wish = msgspec.json.decode(line, type=Wish)
        outcome = run_python(wish.code, tests=wish.tests, given=wish.given, limits=wish.limits)
        sys.stdout.buffer.write(msgspec.json.encode(outcome) + b"\n")
        sys.stdout.buffer.flush()


def _let_everybody_reach(path: Path) -> None:
    closed = next((one for one in reversed(path.parents) if not one.stat().st_mode & stat.S_IXOTH), None)
    if closed is None:
        return
    there = os.open(path, os.O_PATH)
    mount("tmpfs", str(closed), "tmpfs", options="mode=0755")
    path.mkdir(parents=True)
    mount(f"/proc/self/fd/{there}", str(path), flags=MS_BIND | MS_REC)
    os.close(there)


if __name__ == "__main__":
    main()
