"""The addresses of the hubs that models come from."""

import os
from urllib.parse import urlsplit

from models.catalog import Hub
from models.errors import user_error
from models.settings import ModelSource, NetworkSettings

_USUAL = {Hub.HUGGINGFACE: "https://huggingface.co", Hub.MODELSCOPE: "https://modelscope.cn"}
_MIRROR = "https://hf-mirror.com"
_VARIABLE = "HF_ENDPOINT"
"""Where people set it, the hub's own client and most programs around it go there."""


def hub_in_use(network: NetworkSettings) -> Hub:
    """Return the hub whose repositories the user's source offers."""
    return Hub.MODELSCOPE if network.source is ModelSource.MODELSCOPE else Hub.HUGGINGFACE


def address_of(hub: Hub, network: NetworkSettings) -> str:
    """Return the address of a hub as the user chose it, without a slash at the end.

    Raises UserError where the user's own address is none.
    """
    own = {ModelSource.CUSTOM: Hub.HUGGINGFACE, ModelSource.MODELSCOPE: Hub.MODELSCOPE}.get(network.source)
    if hub is own and network.endpoint:
        return _checked(network.endpoint)
    if hub is Hub.HUGGINGFACE and network.source is ModelSource.HF_MIRROR:
        return _MIRROR
    if hub is Hub.HUGGINGFACE and network.source is ModelSource.HUGGINGFACE and (address := os.environ.get(_VARIABLE)):
        return _checked(address)
    return _USUAL[hub]


def _checked(address: str) -> str:
    whole = address.strip().rstrip("/")
    whole = whole if "://" in whole else f"https://{whole}"
    try:
        parts = urlsplit(whole)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and parts.port != 0
    except ValueError:  # a port that is no number, brackets that do not match
        usable = False
    if not usable or any(character.isspace() for character in whole):
        raise user_error("download.bad_address", address=address)
    return whole
