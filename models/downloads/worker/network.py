"""How the process speaks with hubs: their addresses, the proxy, the token, time-outs; or not at all when offline."""

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2
from huggingface_hub import set_client_factory
from huggingface_hub.errors import HfHubHTTPError, HFValidationError

from models.catalog import Hub
from models.downloads.addresses import address_of
from models.downloads.values import Place
from models.downloads.worker import faults
from models.downloads.worker.faults import Contact
from models.downloads.worker.tokens import may_carry_token, save_token, stored_token
from models.errors import user_error
from models.settings import NetworkSettings
from models.version import program_version

_CLOSED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.sendmsg"}
"""What Python says before anything goes over the network."""

_PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@dataclass(frozen=True)
class Patience:
    """How long is waited: seconds to connect, seconds for the next byte, tries, and seconds before the second try.

    `tries` counts tries in a row that brought nothing new; `first_tries` is for a hub that was never reached. Each wait
    is twice as long as the one before, up to `longest_wait`.
    """

    connect: float = 10.0
    read: float = 30.0
    tries: int = 8
    first_tries: int = 3
    first_wait: float = 0.5
    longest_wait: float = 30.0
    longest_asked_wait: float = 120.0


class Network:
    """The one way out of this process. Raises UserError where the settings cannot be used."""

    def __init__(self, settings: NetworkSettings, patience: Patience | None = None) -> None:
        self.patience = patience or Patience()
        self._tokens: dict[Hub, str | None] = {}
        self._addresses = {hub: address_of(hub, settings) for hub in (Hub.HUGGINGFACE, Hub.MODELSCOPE)}
        self.client = _client(_proxy(settings.proxy), self.patience)
        set_client_factory(lambda: self.client)

    def address(self, hub: Hub) -> str:
        """Return the address of a hub, without a slash at the end."""
        return self._addresses[hub]

    def token(self, hub: Hub) -> str | None:
        """Return the token for a hub, None where there is none or its address is no safe place for one."""
        if hub not in self._tokens:  # a keyring may ask the user each time
            address = self._addresses[hub]
            self._tokens[hub] = stored_token(address) if may_carry_token(address) else None
        return self._tokens[hub]

    def token_header(self, hub: Hub) -> dict[str, str]:
        """Return the header that carries the token for a hub, nothing where there is none."""
        token = self.token(hub)
        return {"Authorization": f"Bearer {token}"} if token else {}

    def save_token(self, hub: Hub, token: str) -> None:
        """Keep a token for a hub, or none where it is empty. Raises UserError."""
        self._tokens.pop(hub, None)
        save_token(self._addresses[hub], token)

    @contextmanager
    def speaking(self, place: Place) -> Iterator[Contact]:
        """Turn what goes wrong while speaking with the hub of `place` into UserErrors."""
        contact = Contact(self.address(place.hub), has_token=self.token(place.hub) is not None)
        try:
            yield contact
        except HFValidationError as error:
            raise faults.of_name(error, place) from error
        except HfHubHTTPError as error:
            raise faults.of_hub(error, place, contact) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
            raise faults.of_network(error, contact) from error

    def close(self) -> None:
        """Close all connections."""
        self.client.close()


def user_agent() -> str:
    """Return what this program calls itself to hubs: its name and version, nothing of the computer or the user."""
    return f"tempera/{program_version()}"


def close_the_network() -> None:
    """Make every connection that anything in this process tries from now on fail, whatever code tries it."""

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event in _CLOSED and not _is_local(arguments):
            raise PermissionError(f"{event}: offline")

    sys.addaudithook(refuse)


def _is_local(arguments: tuple[object, ...]) -> bool:
    """Say whether a socket is one within this computer that has no address: the keyring's."""
    family = getattr(arguments[0] if arguments else None, "family", None)
    return getattr(family, "name", "") == "AF_UNIX"


def read_socks_as_socks5(environment: MutableMapping[str, str]) -> None:
    """Have the variables that name a proxy say `socks5` where they say `socks`, as desktops write it."""
    for name in _PROXY_VARIABLES:
        for spelling in (name, name.lower()):
            if spelling in environment:
                environment[spelling] = _as_socks5(environment[spelling])


def _as_socks5(address: str) -> str:
    return f"socks5{address[len('socks') :]}" if address.lower().startswith("socks://") else address


def _client(proxy: httpx2.Proxy | None, patience: Patience) -> httpx2.Client:
    try:
        return httpx2.Client(
            headers={"User-Agent": user_agent()},
            follow_redirects=True,
            proxy=proxy,
            timeout=httpx2.Timeout(patience.read, connect=patience.connect),
        )
    except (ValueError, httpx2.InvalidURL) as error:  # without a proxy of the user's, the system's is taken
        raise user_error("download.bad_system_proxy", str(error)) from error


def _proxy(address: str | None) -> httpx2.Proxy | None:
    if not address:
        return None
    try:
        return httpx2.Proxy(_as_socks5(address) if "://" in address else f"http://{address}")
    except (ValueError, httpx2.InvalidURL) as error:
        raise user_error("download.bad_proxy", str(error), proxy=address) from error
