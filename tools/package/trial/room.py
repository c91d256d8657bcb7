"""The bare machine as one uses it: programs started in it, as one user or another, and its files seen from outside."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.package.trial.machine import mount_layers
from tools.package.trial.processes import kill

INSTALLED = "/usr/lib/tempera"
"""Where the .deb puts the program."""

_PATIENCE = 180.0  # seconds


@dataclass(frozen=True)
class User:
    """Who starts a program. `home` is a folder inside the machine; "" leaves HOME unset."""

    name: str
    number: int
    home: str

    def variables(self) -> dict[str, str]:
        """Return what a session gives its programs."""
        own = {"HOME": self.home} if self.home else {}
        return {**own, "USER": self.name, "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


ANNA = User("anna", 1000, "/people/anna")
BORIS = User("boris", 1001, "/people/boris")


@dataclass(frozen=True)
class Program:
    """How the program is started: its folder inside the machine, by whom, with which variables on top."""

    folder: str = INSTALLED
    user: User = ANNA
    variables: Mapping[str, str] = field(default_factory=dict)

    def command(self, *arguments: str, name: str = "tempera-cli") -> list[str]:
        """Return the command inside the machine; `name` is the executable."""
        return [f"{self.folder}/{name}", *arguments]


class Room:
    """One bare machine; what is written in it is forgotten."""

    def __init__(self, layers: tuple[Path, ...], work: Path) -> None:
        self.root = work / "root"
        self._mounts: list[Path] = []
        for name in ("root", "upper", "scratch"):
            (work / name).mkdir()
        mount_layers(layers, upper=work / "upper", work=work / "scratch", at=self.root)
        self._mounts.append(self.root)
        self.mount("-t", "proc", "proc", at="/proc")
        self.mount("-t", "sysfs", "-o", "ro", "sysfs", at="/sys")
        self.mount("-t", "tmpfs", "tmpfs", at="/dev/shm")  # noqa: S108 - that of the machine
        self.mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", at="/tmp")  # noqa: S108 - that of the machine
        for user in (ANNA, BORIS):
            self._add(user)

    def path(self, inside: str) -> Path:
        """Return where a file of the machine is for us."""
        return self.root / inside.lstrip("/")

    def mount(self, *options: str, at: str) -> None:
        """Mount something at a folder inside the machine, which is made where it is not there."""
        target = self.path(at)
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", *options, str(target)], check=True, capture_output=True, text=True)
        self._mounts.append(target)

    def show(self, folder: str, *, at: str, read_only: bool = False) -> None:
        """Show a folder of the machine in a second place."""
        self.mount("--bind", str(self.path(folder)), at=at)
        if read_only:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(self.path(at))], check=True, capture_output=True)

    def close(self) -> None:
        """Unmount everything, the last first."""
        for folder in reversed(self._mounts):
            subprocess.run(["umount", "--lazy", str(folder)], check=False, capture_output=True)

    def start(
        self,
        command: Sequence[str],
        *,
        user: User | None = None,
        variables: Mapping[str, str] | None = None,
        traced: Path | None = None,
    ) -> "subprocess.Popen[str]":
        """Start a program in the machine, as root without a `user`. `traced` takes its use of the network."""
        who = ("--userspec", f"{user.number}:{user.number}", "--groups=") if user else ()
        environment = {**(user.variables() if user else {"PATH": os.defpath + ":/usr/sbin:/sbin"}), **(variables or {})}
        words = ["chroot", *who, str(self.root), *command]
        if traced is not None:
            words = [*_tracer(traced), *words]
        return subprocess.Popen(
            words,
            env={**environment, "PATH": f"{environment['PATH']}:/usr/sbin:/sbin"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        )

    def run(
        self,
        command: Sequence[str],
        *,
        user: User | None = None,
        variables: Mapping[str, str] | None = None,
        traced: Path | None = None,
        patience: float = _PATIENCE,
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program in the machine to its end. Raises subprocess.TimeoutExpired."""
        process = self.start(command, user=user, variables=variables, traced=traced)
        try:
            out, err = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            end(process)
            process.communicate()
            raise
        return subprocess.CompletedProcess(command, process.returncode, out, err)

    def command_line(
        self, program: Program, *arguments: str, traced: Path | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run one of the program's commands to its end."""
        words = program.command(*arguments)
        return self.run(words, user=program.user, variables=program.variables, traced=traced)

    def _add(self, user: User) -> None:
        with self.path("/etc/passwd").open("a", encoding="utf-8") as file:
            file.write(f"{user.name}:x:{user.number}:{user.number}::{user.home}:/bin/sh\n")
        with self.path("/etc/group").open("a", encoding="utf-8") as file:
            file.write(f"{user.name}:x:{user.number}:\n")
        self.own_folder(user.home, user)

    def own_folder(self, folder: str, user: User) -> Path:
        """Make a folder that belongs to `user` alone; return where it is for us."""
        made = self.path(folder)
        made.mkdir(parents=True, exist_ok=True)
        made.chmod(0o700)
        shutil.chown(made, user.number, user.number)
        return made


def end(process: "subprocess.Popen[str]") -> None:
    """End a program that was started in the machine, with all that it was started through."""
    if process.poll() is None:
        kill(-process.pid)


def _tracer(log: Path) -> list[str]:
    calls = "trace=connect,sendto,sendmsg,sendmmsg,socket,bind"
    return ["strace", "-f", "--seccomp-bpf", "-qq", "-e", calls, "-e", "signal=none", "-o", str(log)]
