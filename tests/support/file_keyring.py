"""A keyring for the tests: a real backend of the keyring library that keeps everything in the file that
`TEMPERA_TEST_KEYRING` names.
"""  # noqa: D205 - one sentence

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class FileKeyring(KeyringBackend):
    """Keeps passwords in the clear, as only a test may."""

    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        """Return a password, None where there is none."""
        return self._read().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        self._path().write_text(json.dumps(self._read() | {f"{service} {username}": password}), "utf-8")

    def delete_password(self, service: str, username: str) -> None:
        """Remove a password. Raises PasswordDeleteError where there is none."""
        kept = self._read()
        if kept.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError(username)
        self._path().write_text(json.dumps(kept), "utf-8")

    def _read(self) -> dict[str, str]:
        path = self._path()
        kept: dict[str, str] = json.loads(path.read_text("utf-8")) if path.exists() else {}
        return kept

    @staticmethod
    def _path() -> Path:
        return Path(os.environ["TEMPERA_TEST_KEYRING"])
