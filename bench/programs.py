"""The programs that `bench.decode` compares: each answers one fixed question and says how fast its tokens came."""

import http.client
import json
import socket
import subprocess
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from models.engine import ChatMessage, EngineSettings, ProcessEngine, Role, Token
from models.sampling import SamplingSettings

QUESTION = "Name the three primary colours and say a sentence about each of them."
_START_PATIENCE = 60.0  # seconds
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class RunSettings:
    """What is the same for every program."""

    model: Path
    threads: int
    context: int


class Program(Protocol):
    """One way to get tokens out of llama.cpp."""

    name: str

    def tokens_per_second(self, sampling: SamplingSettings) -> float:
        """Answer the question with `max_tokens` tokens; (n - 1) / (arrival of the last - arrival of the first)."""


class Pace:
    """Counts tokens as they arrive."""

    def __init__(self) -> None:
        self._first = 0.0
        self._last = 0.0
        self._after_first = 0

    def count(self, tokens: int) -> None:
        """Note that `tokens` tokens have just arrived together."""
        self._last = time.perf_counter()
        if self._first:
            self._after_first += tokens
        else:
            self._first = self._last

    def tokens_per_second(self) -> float:
        """Return the rate between the first arrival and the last. Raises ValueError where nothing came in between."""
        if self._last <= self._first:
            raise ValueError("too few tokens came to measure a rate")
        return self._after_first / (self._last - self._first)


class EngineProgram:
    """Tempera's engine in its process, as the window uses it."""

    name = "engine"

    def __init__(self, running: ExitStack, settings: RunSettings) -> None:
        self._engine = ProcessEngine()
        running.callback(self._engine.close)
        for _event in self._engine.load(
            settings.model, EngineSettings(threads=settings.threads, context=settings.context)
        ):
            pass

    def tokens_per_second(self, sampling: SamplingSettings) -> float:
        """Measure one answer by the arrival of its events in this process."""
        pace = Pace()
        for event in self._engine.generate((ChatMessage(Role.USER, QUESTION),), sampling):
            if isinstance(event, Token):
                pace.count(event.count)
        return pace.tokens_per_second()


class ServerProgram:
    """llama-server, streaming over HTTP on the loopback interface."""

    name = "llama-server"

    def __init__(self, running: ExitStack, settings: RunSettings, server: Path) -> None:
        with socket.socket() as probe:
            probe.bind((_LOOPBACK, 0))
            self._port = int(probe.getsockname()[1])
        options = ["--host", _LOOPBACK, "--port", str(self._port), "--offline", "--no-webui", "--parallel", "1"]
        options += ["--model", str(settings.model), "--ctx-size", str(settings.context)]
        options += ["--threads", str(settings.threads), "--log-disable"]
        process = subprocess.Popen([server, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        running.callback(process.wait)
        running.callback(process.terminate)
        self._wait_until_ready(process)

    def tokens_per_second(self, sampling: SamplingSettings) -> float:
        """Measure one answer by the arrival of its events in this process."""
        body = {
            "prompt": QUESTION,
            "stream": True,
            "n_predict": sampling.max_tokens,
            "seed": sampling.seed,
            "samplers": ["top_k", "temperature", "top_p", "min_p"],
            "top_k": sampling.top_k,
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "min_p": sampling.min_p,
        }
        pace = Pace()
        connection = http.client.HTTPConnection(_LOOPBACK, self._port)
        connection.request("POST", "/completion", json.dumps(body), {"Content-Type": "application/json"})
        for line in connection.getresponse():
            if line.startswith(b"data: ") and not json.loads(line[6:])["stop"]:
                pace.count(1)
        connection.close()
        return pace.tokens_per_second()

    def _wait_until_ready(self, process: "subprocess.Popen[bytes]") -> None:
        deadline = time.monotonic() + _START_PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            connection = http.client.HTTPConnection(_LOOPBACK, self._port)
            try:
                connection.request("GET", "/health")
                if connection.getresponse().status == http.HTTPStatus.OK:
                    return
            except OSError:  # it does not listen yet
                pass
            finally:
                connection.close()
            time.sleep(0.1)
        raise RuntimeError(f"llama-server did not start, exit status {process.poll()}")


class CompletionProgram:
    """The usual way in Python: `llama_cpp.Llama.create_completion(stream=True)`, in this very process."""

    name = "create_completion"

    def __init__(self, settings: RunSettings) -> None:
        from llama_cpp import Llama  # chooses its native libraries when it is imported

        self._llama = Llama(
            str(settings.model), n_ctx=settings.context, n_threads=settings.threads, n_batch=512, verbose=False
        )

    def tokens_per_second(self, sampling: SamplingSettings) -> float:
        """Measure one answer by the arrival of its chunks."""
        pace = Pace()
        for _chunk in self._llama.create_completion(
            QUESTION,
            stream=True,
            max_tokens=sampling.max_tokens,
            seed=sampling.seed,
            temperature=sampling.temperature,
            top_k=sampling.top_k,
            top_p=sampling.top_p,
            min_p=sampling.min_p,
            repeat_penalty=1.0,
        ):
            pace.count(1)
        return pace.tokens_per_second()


class BareDecoding:
    """llama-bench: the computation alone, nothing chosen and no text made. No program can be faster than this."""

    name = "llama-bench"

    def __init__(self, settings: RunSettings, program: Path) -> None:
        self._command = [str(program), "--model", str(settings.model), "--threads", str(settings.threads)]
        self._command += ["--n-prompt", "0", "--repetitions", "1", "--output", "json"]

    def tokens_per_second(self, sampling: SamplingSettings) -> float:
        """Measure one run; it loads the model anew, which is not counted."""
        command = [*self._command, "--n-gen", str(sampling.max_tokens)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return float(json.loads(done.stdout)[0]["avg_ts"])


def start_programs(running: ExitStack, settings: RunSettings, *, server: Path) -> list[Program]:
    """Start all with the model loaded; they end with `running`. Raises RuntimeError where the server does not start.

    llama-bench takes part where it lies beside the server.
    """
    programs: list[Program] = [
        EngineProgram(running, settings),
        ServerProgram(running, settings, server),
        CompletionProgram(settings),
    ]
    bare = server.with_name("llama-bench")
    return [*programs, BareDecoding(settings, bare)] if bare.exists() else programs
