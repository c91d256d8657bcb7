"""One window per data folder: a second start brings the first window forward and hands it the file it was given."""

import hashlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from models.system import let_others_come_forward

_PATIENCE_MS = 5000
"""How long the first instance may take to answer, and to be called at all while it is starting."""

_PAUSE_SECONDS = 0.1
_LONGEST_CALL = 1 << 17
"""Bytes; a path has 32,767 characters at most, each of which may be six in JSON where it is strange."""

_ACTIVATION = "XDG_ACTIVATION_TOKEN"
"""Where Wayland's launchers leave the permission to come forward, and where Qt looks for it."""


@dataclass(frozen=True)
class _Call:
    """What a second instance says: the file to open, and Wayland's permission to come forward."""

    model: Path | None
    activation: str

    def line(self) -> bytes:
        """Return it as one line of ASCII, whatever characters the path has."""
        words = {"model": None if self.model is None else str(self.model), "activation": self.activation}
        return json.dumps(words).encode("ascii") + b"\n"

    @classmethod
    def read(cls, line: bytes) -> "_Call":
        """Return the call in a line. Raises ValueError where it is none."""
        words = json.loads(line)
        if not isinstance(words, dict):
            raise ValueError("no call")  # noqa: TRY004 - as what is no JSON
        model, activation = words.get("model"), words.get("activation")
        return cls(Path(model) if isinstance(model, str) else None, activation if isinstance(activation, str) else "")


class SingleInstance(QObject):
    """The meeting point of all instances that use one data folder."""

    called = Signal(object)  # the file to open (a Path), or None

    def __init__(self, home: Path) -> None:
        super().__init__()
        who = f"{os.environ.get('USER') or os.environ.get('USERNAME') or ''}:{home.resolve()}"
        self._name = "tempera-" + hashlib.blake2b(who.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def listen(self) -> bool:
        """Be the instance that is called; return whether that works. Only for the one that holds the history."""
        if self._server.listen(self._name):
            return True
        QLocalServer.removeServer(self._name)  # left behind by an instance that was killed
        return self._server.listen(self._name)

    def is_taken(self) -> bool:
        """Say whether another instance listens now."""
        socket = QLocalSocket(self)
        found = self._connected(socket)
        socket.abort()
        socket.deleteLater()
        return found

    def call_first(self, model: Path | None, *, patience_ms: int = _PATIENCE_MS) -> bool:
        """Ask the first instance to come forward and open `model`; return whether one answered.

        One that is starting cannot be called yet: it is tried again until `patience_ms` are over.
        """
        socket = QLocalSocket(self)
        deadline = time.monotonic() + patience_ms / 1000
        while not self._connected(socket):
            if time.monotonic() > deadline:
                return False
            time.sleep(_PAUSE_SECONDS)
        let_others_come_forward()
        file = None if model is None else model.absolute()  # the first one's current folder may be another
        socket.write(_Call(file, os.environ.get(_ACTIVATION, "")).line())
        answered = socket.waitForBytesWritten(patience_ms) and socket.waitForReadyRead(patience_ms)
        socket.disconnectFromServer()
        return bool(answered)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _connected(self, socket: QLocalSocket) -> bool:
        socket.connectToServer(self._name)
        return socket.waitForConnected(_PATIENCE_MS)

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._on_line(socket))
            socket.disconnected.connect(socket.deleteLater)

    def _on_line(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST_CALL:
                socket.abort()
            return
        try:
            call = _Call.read(bytes(socket.readLine().data()))
        except (ValueError, RecursionError):  # another program's words
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        if call.activation:
            os.environ[_ACTIVATION] = call.activation
        self.called.emit(call.model)
