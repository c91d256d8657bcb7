"""What the user chose about the network: whether it is used at all, and where models come from."""

from dataclasses import dataclass
from enum import StrEnum

from models.settings.declare import choice, switch, text


class ModelSource(StrEnum):
    """Where models are downloaded from."""

    HUGGINGFACE = "huggingface"
    HF_MIRROR = "hf_mirror"  # the usual mirror of it in China
    MODELSCOPE = "modelscope"
    CUSTOM = "custom"  # a mirror whose address the user knows


@dataclass(frozen=True)
class NetworkSettings:
    """How the network may be used. Labels and help texts: `setting.<name>.label` and `.help`."""

    offline: bool = switch(default=False)
    """Nothing goes over the network at all."""
    source: ModelSource = choice(ModelSource.HUGGINGFACE)  # noqa: RUF009 - it returns a dataclass field
    endpoint: str | None = text(None)
    """The address of the source CUSTOM; for MODELSCOPE, another address than its usual one. The others ignore it."""
    proxy: str | None = text(None)
    """The proxy's address; None: the one that the system or the environment names, if any."""
