"""The bytes on the pipe: every message arrives as it was sent, and nothing else is taken for one."""

import io
import os
import struct
import threading
from pathlib import Path
from random import Random
from typing import BinaryIO, cast

import pytest

from models.engine import protocol, wire
from models.engine.protocol import ChatMessage, Draft, Event, Request, Role
from models.engine.settings import EngineSettings, FlashAttention
from models.record import (
    Batch,
    EngineIdentity,
    Evaluation,
    ModelIdentity,
    ModeSource,
    Statistics,
    StopReason,
    UsedSettings,
)
from models.runtime import Device, DeviceKind
from models.sampling import SamplingSettings

MODEL = ModelIdentity("id", "Ein Modell 模型", "r1", "/tmp/x.gguf", "ab", None, "Q4_K_M")  # noqa: S108 - only a name
ENGINE = EngineIdentity("0.3.36", "cpu", "CPU", 0, 8192, 2)
USED = UsedSettings(0.6, 0.95, 50, 0.0, 1.0, 64, 0.0, 0.0, 2048, None, 2**32 - 2)
REQUESTS: tuple[Request, ...] = (
    protocol.Load(
        1,
        os.fsencode('/models/张 三\'s "x".gguf'),
        EngineSettings(threads=2, state_mib=0, flash_attention=FlashAttention.ON, gpu_layers=5),
        b"/state",
        device="Vulkan0",
    ),
    protocol.Load(2, b"/models/\xff\xfe.gguf", EngineSettings()),
    protocol.Generate(
        3,
        (ChatMessage(Role.SYSTEM, "Be\n kind."), ChatMessage(Role.USER, "\x00 你好 🙂 \u2028")),
        SamplingSettings(seed=5, max_thinking_tokens=0, stop=("\n\n",), schema='{"type": "object"}'),
        "math",
        ModeSource.AUTO,
        "7",
        Evaluation("ab" * 32, (Batch(512, 300, 2), Batch(1, 1, 7)), answer_now=3, together=(USED, USED), place=1),
    ),
    protocol.GenerateMany(11, (ChatMessage(Role.USER, "?"),), (SamplingSettings(), SamplingSettings(top_k=0))),
    protocol.Prefill(
        4, Draft((ChatMessage(Role.ASSISTANT, "a", "hm 🙂"),), "draft \u2028", complete=True, answer_tokens=9)
    ),
    protocol.Forget(9, ("7", "8")),
    protocol.Stop(5, 3),
    protocol.AnswerNow(8, 3),
    protocol.CountTokens(6, "a" * 200_000),
    protocol.Quit(7),
)
EVENTS: tuple[Event, ...] = (
    protocol.Ready(0, "0.3.36", "cpu", (Device("CPU", "Some CPU", DeviceKind.CPU, 1, 2),), 2),
    protocol.Loading(1, 0.25),
    protocol.Loaded(
        1,
        MODEL,
        ENGINE,
        trained_context=8192,
        parameters=10**12,
        layers=28,
        size_bytes=2**40,
        thinks=True,
        notices=(protocol.Notice("a.b", {"n": 1, "s": "x"}),),
    ),
    protocol.Prompt(3, 1, 2, 0, 4),
    protocol.Token(3, protocol.Channel.THINKING, "多", 2),
    protocol.TakenBack(3, 10, 0),
    protocol.Prefilled(4, 2, 3),
    protocol.Progress(3, 10, 12.5, 100),
    protocol.Pressure(3, "CUDA0", 8_000_000_000, 8_589_934_592),
    protocol.Done(
        3,
        "m",
        ModeSource.USER,
        MODEL,
        USED,
        ENGINE,
        Statistics(1, 2, 3, 4, 5.0, 6.0, StopReason.END),
        7,
        None,
        protocol.Notice("a.b"),
        Evaluation("cd" * 32, (), stop=4),
        2,
    ),
    protocol.AllDone(3),
    protocol.Counted(4, None),
    protocol.Failed(5, "error.x", {"name": "y", "count": 2, "share": 0.5}, "line\nline"),
)


class Trickle(io.RawIOBase):
    """A pipe that gives and takes a few bytes at a time."""

    def __init__(self, data: bytes = b"") -> None:
        super().__init__()
        self.data = bytearray(data)
        self._chance = Random(1)

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        count = min(size, self._chance.randint(1, 7))
        part, self.data = bytes(self.data[:count]), self.data[count:]
        return part

    def write(self, data: object) -> int:
        part = bytes(cast("memoryview", data))[: self._chance.randint(1, 5)]
        self.data += part
        return len(part)


def pipe(data: bytes = b"") -> BinaryIO:
    return cast("BinaryIO", Trickle(data))


def written(*messages: Request | Event) -> bytes:
    out = io.BytesIO()
    writer = wire.MessageWriter(out)
    for message in messages:
        writer.write(message)
    return out.getvalue()


def framed(body: bytes) -> bytes:
    return struct.pack("<I", len(body)) + body


def test_every_type_of_the_protocol_is_tried_here() -> None:
    assert {type(message) for message in REQUESTS} == set(Request.__args__)
    assert {type(message) for message in EVENTS} == set(Event.__args__)


def test_messages_arrive_as_they_were_sent_in_pieces_of_any_size() -> None:
    requests, events = wire.request_reader(pipe(written(*REQUESTS))), wire.event_reader(pipe(written(*EVENTS)))
    assert tuple(requests.read() for _ in REQUESTS) == REQUESTS
    assert tuple(events.read() for _ in EVENTS) == EVENTS
    assert requests.read() is events.read() is None


def test_a_pipe_that_takes_a_few_bytes_at_a_time_gets_all() -> None:
    slow = Trickle()
    wire.MessageWriter(cast("BinaryIO", slow)).write(EVENTS[2])
    assert bytes(slow.data) == written(EVENTS[2])


@pytest.mark.parametrize("length", range(0, 40, 3))
def test_the_end_of_the_pipe_within_a_message_is_the_end(length: int) -> None:
    assert wire.event_reader(pipe(written(EVENTS[4])[:length])).read() is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"{}",
        b"[]",
        b'["Token"]',
        b'["Nobody",{}]',
        b'["Token",{}]',
        b'["Token",{"request":"1","channel":"answer","text":""}]',
        b'["Token",{"request":1,"channel":"shouting","text":""}]',
        b'["Load",{"request":1}]',
        b'["Progress",{"request":1,"tokens":1,"tokens_per_second":null,"context_used":1}]',
        b'["Token",{"request":1,"channel":"answer","text":"\xff"}]',
        b'["Token",' + b"[" * 200_000 + b"]",
        b"[" * 200_000,
        bytes(range(256)),
    ],
)
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(wire.WireError):
        wire.event_reader(pipe(framed(body))).read()


def test_random_bytes_are_refused_or_end_early() -> None:
    chance = Random(7)
    for _ in range(300):
        body = framed(chance.randbytes(chance.randint(0, 60)))
        with pytest.raises(wire.WireError):
            wire.request_reader(pipe(body)).read()


def test_a_damaged_message_is_refused_or_another_one_but_never_something_else() -> None:
    chance = Random(11)
    for _ in range(300):
        data = bytearray(written(EVENTS[chance.randrange(len(EVENTS))]))
        data[chance.randrange(4, len(data))] = chance.randrange(256)
        try:
            message = wire.event_reader(pipe(bytes(data))).read()
        except wire.WireError:
            continue
        assert type(message) in Event.__args__


def test_a_huge_length_is_refused_before_anything_is_read() -> None:
    with pytest.raises(wire.WireError):
        wire.event_reader(pipe(struct.pack("<I", wire.LARGEST + 1))).read()


def test_a_length_that_lies_costs_no_memory() -> None:
    import tracemalloc

    tracemalloc.start()
    try:
        assert wire.event_reader(io.BytesIO(struct.pack("<I", wire.LARGEST) + b"x" * 100)).read() is None
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_message_that_is_too_large_is_not_sent_at_all() -> None:
    out = io.BytesIO()
    with pytest.raises(wire.TooLargeError):
        wire.MessageWriter(out).write(protocol.CountTokens(1, "x" * (wire.LARGEST + 1)))
    assert out.getvalue() == b""


def test_halves_of_surrogate_pairs_become_characters() -> None:
    message = protocol.Generate(1, (ChatMessage(Role.USER, "\ud83d\ude42 and \ud83d, \ude42"),), SamplingSettings())
    read = wire.request_reader(pipe(written(message))).read()
    assert read.messages == (ChatMessage(Role.USER, "🙂 and \ufffd, \ufffd"),)
    assert read.settings == message.settings
    failed = wire.event_reader(pipe(written(protocol.Failed(1, "a", {"name": "\udcff.gguf"}, "\udcff")))).read()
    assert failed == protocol.Failed(1, "a", {"name": "\ufffd.gguf"}, "\ufffd")


def test_a_path_that_is_no_text_arrives_unchanged() -> None:
    path = Path(os.fsdecode(b"/models/\xff.gguf"))
    message = protocol.Load(1, os.fsencode(path), EngineSettings())
    assert Path(os.fsdecode(wire.request_reader(pipe(written(message))).read().path)) == path


def test_a_closed_pipe_is_a_broken_pipe() -> None:
    out = io.BytesIO()
    out.close()
    with pytest.raises(BrokenPipeError):
        wire.MessageWriter(out).write(protocol.Quit(1))


def test_messages_of_many_threads_do_not_mix() -> None:
    incoming, outgoing = os.pipe()
    with open(incoming, "rb", buffering=0) as read_end, open(outgoing, "wb", buffering=0) as write_end:  # noqa: PTH123 - numbers
        writer = wire.MessageWriter(write_end)

        def send(number: int) -> None:
            for turn in range(50):
                writer.write(protocol.CountTokens(1000 * number + turn, "x" * (turn * 991 % 5000)))

        threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        reader = wire.request_reader(read_end)
        seen = [reader.read().request for _ in range(200)]
        for thread in threads:
            thread.join()
    assert sorted(seen) == sorted(1000 * number + turn for number in range(4) for turn in range(50))
