"""Tokens for repositories that want one: kept in the system's keyring, each for the one hub it was given for."""

import logging
import os
from urllib.parse import urlsplit

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from models.errors import user_error

_SERVICE = "Tempera"
_HUB = "huggingface.co"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}

_log = logging.getLogger(__name__)


def stored_token(address: str) -> str | None:
    """Return the token for the hub at `address`: from the keyring, else, for the hub itself, from HF_TOKEN."""
    host = _host(address)
    try:
        token = keyring.get_password(_SERVICE, host)
    except KeyringError as error:
        _log.info("no keyring: %s", error)
        token = None
    if token is None and host == _HUB:
        token = os.environ.get("HF_TOKEN", "").strip()
    return token or None


def save_token(address: str, token: str) -> None:
    """Keep a token for the hub at `address`; an empty one removes what is kept. Raises UserError."""
    if token and not may_carry_token(address):
        raise user_error("download.unsafe_address", address=address)
    try:
        if token:
            keyring.set_password(_SERVICE, _host(address), token)
        else:
            keyring.delete_password(_SERVICE, _host(address))
    except PasswordDeleteError:
        _log.info("there was no token")
    except KeyringError as error:
        raise user_error("download.no_keyring", f"{type(error).__name__}: {error}") from error


def may_carry_token(address: str) -> bool:
    """Say whether a token may be sent to an address: not in the clear, but within this computer."""
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in _LOOPBACK


def _host(address: str) -> str:
    return urlsplit(address).netloc.rpartition("@")[2].lower()
