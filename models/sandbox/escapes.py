"""What a contained program must not be able to do, tried. Every attempt is harmless where it succeeds."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable


def _attempt_to_list(folder: str) -> None:
    os.listdir(folder)  # noqa: PTH208 - as below


def _attempt_to_read(file: str) -> None:
    with open(file, "rb") as opened:  # noqa: PTH123 - this is the text of a program of its own, short to start
        opened.read(1)


def _attempt_to_write(folder: str) -> None:
    """Make a file, and remove it at once where that was possible."""
    path = os.path.join(folder, f"tempera-trial-{os.getpid()}")  # noqa: PTH118
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    os.remove(path)  # noqa: PTH107


def _attempt_to_start_a_process() -> None:
    subprocess.run([sys.executable, "-I", "-S", "-c", ""], check=True, timeout=10)


def _attempt_to_listen() -> None:
    with socket.create_server(("127.0.0.1", 0)):
        pass


def _attempt_to_connect() -> None:
    """Send a datagram to an address that nobody has (RFC 5737): where there is a network, it can be sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(("192.0.2.1", 9))


def attempts(home: str, file: str) -> list[str]:
    """Return the names of the attempts that succeeded, given the user's home and a file of this program."""
    tried: dict[str, Callable[[], None]] = {
        "list-home": lambda: _attempt_to_list(home),
        "read-file": lambda: _attempt_to_read(file),
        "write-home": lambda: _attempt_to_write(home),
        "write-root": lambda: _attempt_to_write(os.path.abspath(os.sep)),  # noqa: PTH100
        "start-process": _attempt_to_start_a_process,
        "listen": _attempt_to_listen,
        "connect": _attempt_to_connect,
    }
    return [name for name, attempt in tried.items() if _succeeds(attempt)]


def _succeeds(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except (OSError, subprocess.SubprocessError):
        return False
    return True
