"""The job `trial`: makes the bare machine, then goes where there is no network and tries the package there."""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.package.layout import BUILD, OUT
from tools.package.trial.machine import layers_for
from tools.package.trial.task import PARTS, Task
from tools.packages import ROOT
from tools.system import NotReadyError, is_root, say

_TOOLS = {
    "debootstrap": "debootstrap",
    "strace": "strace",
    "Xvfb": "xvfb",
    "xdotool": "xdotool",
    "qemu-x86_64": "qemu-user",
    "unshare": "util-linux",
}
_ALONE = ("unshare", "--mount", "--net", "--pid", "--ipc", "--fork", "--kill-child", "--mount-proc")
"""Own mounts, processes and network: nothing of the trial stays behind, and the network has no interface."""


def main(arguments: Sequence[str]) -> int:
    """Try the package and write the report. Returns 0 where every check passed."""
    parser = argparse.ArgumentParser(prog="python -m tools.package trial")
    parser.add_argument("--deb", type=Path, help="the package to try; without it the one that was made here")
    parser.add_argument("--to", type=Path, default=BUILD / "trial", help="where the report and the pictures go")
    parser.add_argument("--runs", type=int, default=5, help="how often each figure is taken")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS), help="only these parts")
    options = parser.parse_args(arguments)
    _require_tools()
    deb = (options.deb or _made_here()).absolute()
    folder: Path = options.to.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    layers = layers_for(deb)
    task = Task(str(deb), tuple(map(str, layers.folders)), str(folder), options.runs, tuple(options.parts))
    command = (*_ALONE, sys.executable, "-P", "-m", "tools.package.trial.inside", task.written())
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _require_tools() -> None:
    if platform.system() != "Linux":
        raise NotReadyError("The trial of a .deb needs Linux.")
    if missing := sorted({package for name, package in _TOOLS.items() if not shutil.which(name)}):
        raise NotReadyError(f"The trial needs these packages of Debian: {' '.join(missing)}")
    if not is_root():
        raise NotReadyError("The trial installs a package into a machine of its own: run it as root.")


def _made_here() -> Path:
    made = sorted(OUT.glob("*.deb"))
    if len(made) != 1:
        say(f"{len(made)} packages in {OUT}")
        raise NotReadyError("Name the package to try with --deb.")
    return made[0]
