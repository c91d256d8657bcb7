"""A virtual screen outside of the machine, and what a person does at it: looks, types, closes a window."""

import os
import struct
import subprocess
import time
from pathlib import Path

from tools.package.trial.results import TrialError
from tools.package.trial.room import Room
from tools.package.trial.x11 import ask_to_close

_SIZE = "1280x800x24"
_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where every X server has its socket
_NORMAL_SECONDS = 0.1


class Screen:
    """One X server. Programs in the machine reach it by its socket, which lies in a folder that both see."""

    def __init__(self, work: Path, room: Room) -> None:
        sockets, self._frame = work / "sockets", work / "frame"
        for folder in (sockets, self._frame):
            folder.mkdir()
        sockets.chmod(0o1777)
        _SOCKETS.mkdir(exist_ok=True)
        subprocess.run(["mount", "--bind", str(sockets), str(_SOCKETS)], check=True)
        room.mount("--bind", str(sockets), at=str(_SOCKETS))
        read, write = os.pipe()
        options = ("-screen", "0", _SIZE, "-fbdir", str(self._frame), "-nolisten", "tcp", "-noreset", "-ac")
        self._server = subprocess.Popen(
            ["Xvfb", *options, "-displayfd", str(write)], pass_fds=(write,), stderr=subprocess.DEVNULL
        )
        os.close(write)
        with open(read, encoding="ascii") as told:  # noqa: PTH123 - a descriptor, no path
            self.display = f":{told.readline().strip()}"

    def close(self) -> None:
        """Switch it off."""
        self._server.terminate()
        self._server.wait()
        subprocess.run(["umount", "--lazy", str(_SOCKETS)], check=False)

    @property
    def variables(self) -> dict[str, str]:
        """What a program needs to find the screen."""
        return {"DISPLAY": self.display}

    def windows(self) -> list[int]:
        """Return the visible windows that have Tempera's name, the newest last."""
        done = self._xdotool("search", "--onlyvisible", "--name", "^Tempera")
        return [int(number) for number in done.split()]

    def wait_for_window(self, process: "subprocess.Popen[str]", patience: float = 60.0) -> int:
        """Return the program's window when it is on the screen. Raises TrialError where it does not come."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if process.poll() is not None:
                out, err = process.communicate()
                raise TrialError(f"it ended with status {process.returncode} instead: {(out + err).strip()[-400:]}")
            if found := self.windows():
                return found[-1]
            time.sleep(_NORMAL_SECONDS)
        raise TrialError(f"no window came in {patience:.0f} s")

    def type(self, window: int, text: str) -> None:
        """Type a text into a window and press Enter."""
        self._xdotool("windowfocus", "--sync", str(window))
        self._xdotool("type", "--delay", "15", text)
        self._xdotool("key", "Return")

    def press(self, key: str) -> None:
        """Press a key, as xdotool spells it."""
        self._xdotool("key", key)

    def close_window(self, window: int) -> None:
        """Ask a window to close, as the button in its frame does."""
        ask_to_close(self.display, window)

    def picture(self, file: Path) -> None:
        """Save what is on the screen as a PNG."""
        from PySide6.QtGui import QImage

        dump = (self._frame / "Xvfb_screen0").read_bytes()
        header = struct.unpack(">25I", dump[:100])
        start, width, height, row = header[0] + header[19] * 12, header[4], header[5], header[12]
        image = QImage(dump[start : start + row * height], width, height, row, QImage.Format.Format_RGB32)
        if not image.save(str(file)):
            raise TrialError(f"{file} could not be written")

    def _xdotool(self, *arguments: str) -> str:
        environment = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(
            ["xdotool", *arguments], env=environment, capture_output=True, text=True, check=False, timeout=30
        )
        return done.stdout
