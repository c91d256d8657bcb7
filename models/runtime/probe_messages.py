"""What a process that tries a native build says, line by line, so that a crash does not take back what it said."""

from dataclasses import dataclass

import msgspec

from models.runtime.devices import Device


@dataclass(frozen=True)
class BackEnd:
    """What came of loading one back end of a build: a file, and what llama.cpp said meanwhile."""

    file: str
    loaded: bool
    messages: tuple[str, ...] = ()


class BackEndsLoaded(msgspec.Struct, frozen=True, tag=True):
    """The back ends of the build were loaded, or not. None are named where it has them inside."""

    back_ends: tuple[BackEnd, ...]


class DevicesFound(msgspec.Struct, frozen=True, tag=True):
    """The devices that the build can compute on, the processor last; `messages` is what llama.cpp said of them."""

    llama_cpp_python: str
    devices: tuple[Device, ...]
    messages: tuple[str, ...] = ()


class DeviceTried(msgspec.Struct, frozen=True, tag=True):
    """A device computed a small matrix product, rightly where `problem` is empty."""

    device: str
    problem: str = ""


ProbeMessage = BackEndsLoaded | DevicesFound | DeviceTried


def read_messages(output: bytes) -> tuple[ProbeMessage, ...]:
    """Return the messages of an output; other lines, which a driver may print, are left out."""
    found: list[ProbeMessage] = []
    for line in output.splitlines():
        try:
            found.append(_DECODER.decode(line))
        except msgspec.DecodeError:
            continue
    return tuple(found)


def message_line(message: ProbeMessage) -> bytes:
    """Return a message as a line."""
    return msgspec.json.encode(message) + b"\n"


_DECODER = msgspec.json.Decoder(ProbeMessage)
