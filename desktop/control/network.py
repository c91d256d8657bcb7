"""Brings the part of the preferences about the network together with the downloads that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from models.errors import UserError

if TYPE_CHECKING:
    from desktop.control.downloading import Downloading
    from desktop.settings import NetworkGroup
    from models.texts import Phrasebook


class NetworkController(QObject):
    """Serves one part of a dialog, with which it goes. The keyring is only asked when the user turns to the token."""

    def __init__(self, *, group: NetworkGroup, downloading: Downloading, say: Phrasebook) -> None:
        super().__init__(group)
        self._group = group
        self._say = say
        group.edited.connect(downloading.use_network)
        group.token_entered.connect(downloading.keep_token)
        downloading.token_known.connect(self._on_token_known)
        downloading.token_failed.connect(self._on_token_failed)
        group.token_wanted.connect(downloading.ask_for_token)

    def _on_token_known(self, known: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._group.show_token(known=known)

    def _on_token_failed(self, error: UserError) -> None:
        self._group.show_problem(self._say.phrase(error.text))
