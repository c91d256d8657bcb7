"""What llama.cpp says of its buffers when it loads a model for real; as a program in a process of its own.

    python -m tests.support.logged_buffers MODEL.gguf LAYERS CONTEXT BATCH TYPE

prints one JSON object. `logged_buffers` runs it.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from models.runtime import CacheType

_BUFFER = re.compile(r"(\S+) +(model|KV|compute) buffer size = +([\d.]+) MiB")
_OFFLOADED = re.compile(r"offloaded (\d+)/(\d+) layers")
_TYPES = {"f16": 1, "q8_0": 8, "q4_0": 2}  # ggml_type


@dataclass(frozen=True)
class LoggedBuffers:
    """Sizes in MiB as llama.cpp rounds them, on the device and in the machine's memory, and the layers it offloaded."""

    layers: int
    model: float
    kv: float
    compute: float
    host_kv: float
    host_compute: float


def logged_buffers(
    model: Path,
    folder: Path | None,
    *,
    layers: int,
    context: int = 8192,
    batch: int = 512,
    cache_type: CacheType = CacheType.F16,
) -> LoggedBuffers:
    """Load `model` with the native build in `folder` (None: llama-cpp-python's own) and return what it logged."""
    arguments = (str(model), str(layers), str(context), str(batch), cache_type.value)
    environment = {**os.environ, **({} if folder is None else {"LLAMA_CPP_LIB_PATH": str(folder)})}
    ended = subprocess.run(
        [sys.executable, "-m", __name__, *arguments],
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode(errors="replace")
    return LoggedBuffers(**json.loads(ended.stdout))


def main(arguments: Sequence[str]) -> None:
    """Load, print, and end without freeing anything."""
    from llama_cpp import llama_cpp as lib

    from models.engine.worker.back_ends import load_back_ends
    from models.engine.worker.native import NativeLog

    path, layers, context, batch, cache_type = arguments
    log = NativeLog()
    load_back_ends(log)
    weights = lib.llama_model_default_params()
    weights.n_gpu_layers = int(layers)
    model = lib.llama_model_load_from_file(path.encode(), weights)
    parameters = lib.llama_context_default_params()
    parameters.n_ctx = int(context)
    parameters.n_batch = parameters.n_ubatch = int(batch)
    parameters.type_k = parameters.type_v = _TYPES[cache_type]
    if not model or not lib.llama_init_from_model(model, parameters):
        sys.exit(log.tail())
    sys.stdout.write(json.dumps(asdict(_read(list(log.lines)))))
    sys.stdout.flush()
    os._exit(0)  # a driver made of software may take seconds to free what the system frees at once


def _read(lines: list[str]) -> LoggedBuffers:
    found = [match.groups() for line in lines if (match := _BUFFER.search(line))]
    offloaded = [int(match[1]) for line in lines if (match := _OFFLOADED.search(line))]

    def total(kind: str, *, host: bool) -> float:
        return sum(float(size) for name, one, size in found if one == kind and _is_host(name) is host)

    return LoggedBuffers(
        layers=offloaded[0] if offloaded else 0,
        model=total("model", host=False),
        kv=total("KV", host=False),
        compute=total("compute", host=False),
        host_kv=total("KV", host=True),
        host_compute=total("compute", host=True),
    )


def _is_host(buffer: str) -> bool:
    return buffer.startswith("CPU") or buffer.endswith("_Host")


if __name__ == "__main__":
    main(sys.argv[1:])
