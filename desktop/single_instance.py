"""One window per data folder: a second start brings the first window forward and hands it the file it was given."""

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1500


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

    def call_first(self, model: Path | None) -> bool:
        """Ask the first instance to come forward and open `model`; return whether one answered."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(f"{model or ''}\n".encode("utf-8", "surrogateescape"))
        answered = socket.waitForBytesWritten(_PATIENCE_MS) and socket.waitForReadyRead(_PATIENCE_MS)
        socket.disconnectFromServer()
        return bool(answered)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._on_line(socket))
            socket.disconnected.connect(socket.deleteLater)

    def _on_line(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            return
        line = bytes(socket.readLine().data()).decode("utf-8", "surrogateescape").strip()
        socket.write(b"ok\n")
        socket.flush()
        self.called.emit(Path(line) if line else None)
