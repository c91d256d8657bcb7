"""Which variant of llama.cpp's processor code is chosen on older processors: the engine's own program, in qemu.

qemu translates every instruction and refuses those that the named processor lacks, so an answer proves that none is
used. It knows no AVX-512; the newest variants are chosen on the machine itself, which `installed` shows.
"""

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from models.engine import ChatMessage, Done, EngineSettings, Loaded, Role, Token
from models.engine.protocol import Event, Failed, Generate, Load
from models.engine.wire import MessageReader, MessageWriter, event_reader
from models.sampling import SamplingSettings
from tools.package.trial.bench import Bench
from tools.package.trial.results import Line, TrialError
from tools.package.trial.room import INSTALLED

_EXPECTED = {
    "Conroe": "x64",
    "Nehalem": "sse42",
    "SandyBridge": "sandybridge",
    "IvyBridge": "ivybridge",
    "Haswell": "haswell",
    "Opteron_G5": "piledriver",
}
"""Processors as qemu calls them, and the variant made for each; where a package lacks it, the next older one."""

_OLDER = {
    "piledriver": "ivybridge",
    "haswell": "ivybridge",
    "ivybridge": "sandybridge",
    "sandybridge": "sse42",
    "sse42": "x64",
}
_PATIENCE = 400.0
_OLD = "Nehalem"
_CONTEXT = 512
_TOKENS = 4


def try_out(bench: Bench) -> None:
    """Probe the native build as each of the processors."""
    bench.results.begin("Older processors")
    folder = bench.room.path(INSTALLED)
    core = folder / "runtimes" / "cpu"
    there = {file.stem.removeprefix("libggml-cpu-") for file in core.glob("libggml-cpu-*.so")}
    with bench.results.check("the package has variants for old and new processors") as line:
        line.saw(", ".join(sorted(there)))
        if not {"x64", "haswell"} <= there:
            raise TrialError("x64 or haswell is missing")
    for processor, best in _EXPECTED.items():
        wanted = _next_older(best, there)
        with bench.results.check(f"on {processor} the engine takes {wanted}") as line:
            _probe(folder, core, processor, wanted, line)
    with bench.results.check(f"on {_OLD}, which has no AVX, the starter model answers") as line:
        _answer(folder, core, line)


def _next_older(variant: str, there: set[str]) -> str:
    """Return the variant, or the newest of the older ones that is there."""
    while variant not in there and variant in _OLDER:
        variant = _OLDER[variant]
    return variant


def _probe(folder: Path, core: Path, processor: str, wanted: str, line: Line) -> None:
    done = _in_qemu(processor, folder / "tempera-engine", core, "probe")
    messages = [json.loads(text) for text in done.stdout.splitlines() if text.startswith("{")]
    loaded = [one["file"] for message in messages for one in message.get("back_ends", ()) if one["loaded"]]
    line.saw(f"loaded: {', '.join(loaded)}; devices: {[one['name'] for m in messages for one in m.get('devices', ())]}")
    if done.returncode != 0 or f"libggml-cpu-{wanted}.so" not in loaded:
        raise TrialError(f"status {done.returncode}: {done.stderr.strip()[-400:]}")


def _answer(folder: Path, core: Path, line: Line) -> None:
    """Load the starter model and have a few tokens computed, with instructions of 2008 alone."""
    starter = next((folder / "starter").glob("*.gguf"))
    began = time.monotonic()
    with _served(folder / "tempera-engine", core) as (writer, reader):
        writer.write(Load(1, os.fsencode(starter), EngineSettings(threads=1, context=_CONTEXT)))
        _until(reader, Loaded)
        question = ChatMessage(Role.USER, "Hello")
        writer.write(Generate(2, (question,), SamplingSettings(max_tokens=_TOKENS, temperature=0.0)))
        events = _until(reader, Done)
    text = "".join(event.text for event in events if isinstance(event, Token))
    if not text.strip():
        raise TrialError("no text was computed")
    line.saw(f"{text!r} after {time.monotonic() - began:.0f} s, every instruction translated")


def _until(reader: MessageReader, last: type) -> list[Event]:
    """Return the events up to the first of the type `last`. Raises TrialError where the engine fails or ends."""
    events: list[Event] = []
    while not (events and isinstance(events[-1], last)):
        event: Event | None = reader.read()
        if event is None or isinstance(event, Failed):
            raise TrialError(f"{last.__name__} did not come: {event}")
        events.append(event)
    return events


@contextmanager
def _served(program: Path, core: Path) -> Iterator[tuple[MessageWriter, MessageReader]]:
    """Give a running engine on the oldest processor with SSE4.2; it is ended after the block, or when it is late."""
    process = subprocess.Popen(
        ["qemu-x86_64", "-cpu", _OLD, str(program)],
        env=_environment(program, core),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,  # what is written is sent
    )
    late = threading.Timer(_PATIENCE, process.kill)
    late.start()
    try:
        yield MessageWriter(cast("BinaryIO", process.stdin)), event_reader(cast("BinaryIO", process.stdout))
    finally:
        late.cancel()
        process.kill()
        process.wait()


def _in_qemu(processor: str, program: Path, core: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run one of the package's programs on a processor of qemu's."""
    read, write = os.pipe()  # the engine's short jobs end when their input does
    try:
        return subprocess.run(
            ["qemu-x86_64", "-cpu", processor, str(program), *arguments],
            env=_environment(program, core),
            stdin=read,
            capture_output=True,
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
    finally:
        os.close(read)
        os.close(write)


def _environment(program: Path, core: Path) -> dict[str, str]:
    """Return the engine's variables, with those that PyInstaller's starter sets before it starts itself once more.

    That second start would leave qemu.
    """
    inside = program.parent / "_internal"
    return {
        "PATH": os.environ["PATH"],
        "LLAMA_CPP_LIB_PATH": str(core),
        "LD_LIBRARY_PATH": str(inside),
        "_PYI_APPLICATION_HOME_DIR": str(inside),
        "_PYI_ARCHIVE_FILE": str(program),
        "_PYI_LINUX_PROCESS_NAME": program.name,
        "_PYI_PARENT_PROCESS_LEVEL": "-1",
    }
