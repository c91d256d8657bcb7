"""The short job `probe [DEVICE ...]`: what the native build that was loaded can do, said step by step.

Its arguments name devices that are not to be tried, because they ended the process before. It ends when its standard
input does: whoever asked is gone.
"""

import sys
from collections.abc import Sequence
from importlib.metadata import version

from models.engine.worker.pipe_end import end_with_the_pipe
from models.runtime import BackEndsLoaded, DevicesFound, DeviceTried, ProbeMessage, message_line


def main(arguments: Sequence[str]) -> int:
    """Say which back ends load, which devices they find, and whether each computes rightly.

    Returns 1 where llama.cpp itself could not be loaded, and says why on the standard error.
    """
    end_with_the_pipe()
    try:
        from models.engine.worker.back_ends import load_back_ends
        from models.engine.worker.native import NativeLog, devices
        from models.engine.worker.trial import try_device
    except (OSError, RuntimeError, AttributeError) as error:  # an AttributeError is a function that it lacks
        sys.stderr.write(f"{error}\n")
        return 1
    log = NativeLog()
    _say(BackEndsLoaded(load_back_ends(log)))
    before = len(log.lines)
    found = devices()
    _say(DevicesFound(version("llama-cpp-python"), found, tuple(log.lines)[before:]))
    for device in found:
        if device.accelerates and device.name not in arguments:
            _say(DeviceTried(device.name, try_device(device.name)))
    return 0


def _say(message: ProbeMessage) -> None:
    sys.stdout.buffer.write(message_line(message))
    sys.stdout.buffer.flush()
