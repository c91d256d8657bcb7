"""A quantizer in a part of its work in which it tells nothing, until it is cancelled."""

import threading
from typing import ClassVar

_PATIENCE_SECONDS = 30


class WaitingQuantizer:
    """Stands for `models.library.Quantizing`; `begun` holds all that were made."""

    begun: ClassVar["list[WaitingQuantizer]"] = []

    def __init__(self, *_arguments: object) -> None:
        self.ended = threading.Event()
        self.begun.append(self)

    def run(self) -> None:
        """Wait for the end."""
        if not self.ended.wait(_PATIENCE_SECONDS):
            raise RuntimeError("nobody cancelled it")

    def cancel(self) -> None:
        """End."""
        self.ended.set()
