"""A loaded model in this very process, for tests of the parts that compute."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.engine import EngineSettings
from models.engine.worker.model import LoadedModel
from models.engine.worker.native import NativeLog

_LOG: list[NativeLog] = []


@contextmanager
def loaded_model(path: Path, settings: EngineSettings | None = None) -> Iterator[LoadedModel]:
    """Give a loaded model, and free it. What llama.cpp says meanwhile is not logged: its warnings are provoked."""
    logging.getLogger("models.engine.worker.native").setLevel(logging.CRITICAL)
    if not _LOG:
        _LOG.append(NativeLog())  # llama.cpp keeps calling it until the end of the process
    model = LoadedModel(
        path,
        settings or EngineSettings(context=1024, threads=1),
        log=_LOG[0],
        device="",
        runtime="cpu",
        version="",
        progress=lambda _fraction: True,
        stopped=lambda: False,
    )
    try:
        yield model
    finally:
        model.close()
        logging.getLogger("models.engine.worker.native").setLevel(logging.NOTSET)
