"""The sampling settings that the user changed by hand in one conversation, as the history keeps them."""

import logging

import msgspec

from models.sampling import OverrideValue, SamplingOverrides

_log = logging.getLogger(__name__)


def encode_overrides(overrides: SamplingOverrides) -> str:
    """Return the JSON object that the history keeps."""
    return msgspec.json.encode(dict(overrides.values)).decode()


def decode_overrides(text: str) -> SamplingOverrides:
    """Read what `encode_overrides` wrote; what is no longer allowed is dropped, and the log says so."""
    overrides = SamplingOverrides()
    try:
        found = msgspec.json.decode(text, type=dict[str, OverrideValue])
    except msgspec.DecodeError as error:
        _log.warning("dropped the settings of a conversation: %s", error)
        return overrides
    for name, value in found.items():
        try:
            overrides = overrides.with_value(name, value)
        except (KeyError, ValueError) as error:
            _log.warning("dropped the setting %s=%r of a conversation: %s", name, value, error)
    return overrides
