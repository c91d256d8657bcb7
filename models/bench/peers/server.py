"""llama-server, streaming over HTTP on the loopback interface."""

import http.client
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from pathlib import Path
from typing import Self

from models.bench.children import child
from models.bench.common import Common
from models.bench.pace import Pace
from models.errors import UserError, user_error
from models.sampling import SamplingSettings

_LOOPBACK = "127.0.0.1"
_START_PATIENCE = 600.0  # seconds: a large model from a slow disk
_ANSWER_PATIENCE = 600.0


class LlamaServer:
    """A server with the model loaded. Raises UserError where an answer fails."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int, name: str) -> None:
        self._process = process
        self._port = port
        self._name = name

    @classmethod
    @contextmanager
    def running(cls, common: Common, program: Path) -> Iterator[Self]:
        """Start one that ends with this context. Raises UserError where it does not start."""
        port = _free_port()
        command = [str(program), "--host", _LOOPBACK, "--port", str(port), "--offline", "--no-webui", "--parallel", "1"]
        command += ["--model", str(common.model), "--ctx-size", str(common.context)]
        command += ["--threads", str(common.threads), "--log-disable"]
        with ExitStack() as owned:
            try:
                process = owned.enter_context(child(command, common.cancel, libraries=common.libraries))
            except OSError as error:
                raise user_error("bench.peer_failed", str(error), program=program.name) from error
            server = cls(process, port, program.name)
            server._wait_until_ready()
            yield server

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def tokens_per_second(self, prompt: str, settings: SamplingSettings) -> float | None:
        """Answer with exactly `max_tokens` tokens; None where it ended early. Raises UserError where it fails."""
        body = {
            "prompt": prompt,
            "stream": True,
            "n_predict": settings.max_tokens,
            "ignore_eos": True,
            "seed": settings.seed,
            "samplers": ["top_k", "temperature", "top_p", "min_p"],
            "top_k": settings.top_k,
            "temperature": settings.temperature,
            "top_p": settings.top_p,
            "min_p": settings.min_p,
        }
        try:
            pace, predicted = self._stream(body)
        except (OSError, http.client.HTTPException, ValueError, LookupError) as error:
            raise self._failed(str(error)) from error
        return pace.tokens_per_second(predicted - 1) if predicted == settings.max_tokens else None

    def _stream(self, body: dict[str, object]) -> tuple[Pace, int]:
        connection = http.client.HTTPConnection(_LOOPBACK, self._port, timeout=_ANSWER_PATIENCE)
        pace, predicted = Pace(), 0
        try:
            connection.request("POST", "/completion", json.dumps(body), {"Content-Type": "application/json"})
            for line in connection.getresponse():
                if line.startswith(b"data: "):
                    pace.note()
                    event = json.loads(line[6:])
                    predicted = int(event["tokens_predicted"]) if event["stop"] else predicted
        finally:
            connection.close()
        return pace, predicted

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _START_PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            connection = http.client.HTTPConnection(_LOOPBACK, self._port, timeout=_ANSWER_PATIENCE)
            try:
                connection.request("GET", "/health")
                if connection.getresponse().status == HTTPStatus.OK:
                    return
            except (OSError, http.client.HTTPException):  # it does not listen yet
                pass
            finally:
                connection.close()
            time.sleep(0.1)
        raise self._failed(f"exit code {self._process.poll()}")

    def _failed(self, details: str) -> UserError:
        return user_error("bench.peer_failed", details, program=self._name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])
