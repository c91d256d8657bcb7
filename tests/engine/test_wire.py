"""Messages between the window and the engine: every kind comes back as it was, everything else is refused."""

import io
import random
import struct

import pytest

from models.engine import ChatMessage, EngineSettings, Role
from models.engine.protocol import (
    Channel,
    Counted,
    CountTokens,
    Event,
    Failed,
    Generate,
    Load,
    Loading,
    Prompt,
    Quit,
    Request,
    Stop,
    Token,
    Unload,
)
from models.engine.wire import MessageWriter, WireError, event_reader, request_reader
from models.sampling import SamplingSettings

REQUESTS: tuple[Request, ...] = (
    Load(1, "模型 'x'.gguf".encode(), EngineSettings(threads=3)),
    Generate(2, (ChatMessage(Role.USER, "你好\n🙂"),), SamplingSettings(seed=5)),
    Unload(3),
    Stop(4, 2),
    CountTokens(5, ""),
    Quit(6),
)
EVENTS: tuple[Event, ...] = (
    Loading(1, 0.5),
    Prompt(2, 3, 4, 1),
    Token(2, Channel.THINKING, "嗯 <think>", 2),
    Counted(5, None),
    Failed(2, "engine.died", {"name": "x", "count": 3}, "exit code -9"),
)


def written(*messages: Request | Event) -> bytes:
    pipe = io.BytesIO()
    writer = MessageWriter(pipe)
    for message in messages:
        writer.write(message)
    return pipe.getvalue()


def test_requests_come_back_as_they_were() -> None:
    reader = request_reader(io.BytesIO(written(*REQUESTS)))
    assert [reader.read() for _ in REQUESTS] == list(REQUESTS)
    assert reader.read() is None


def test_events_come_back_as_they_were() -> None:
    reader = event_reader(io.BytesIO(written(*EVENTS)))
    assert [reader.read() for _ in EVENTS] == list(EVENTS)
    assert reader.read() is None


@pytest.mark.parametrize("body", [b"", b"{}", b'["Quit"]', b'["Nobody", {}]', b'["Stop", {"request": "x"}]', b"\xff"])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(WireError):
        request_reader(io.BytesIO(struct.pack("<I", len(body)) + body)).read()


def test_a_huge_length_is_refused_before_it_is_read() -> None:
    with pytest.raises(WireError):
        request_reader(io.BytesIO(b"\xff\xff\xff\xff")).read()


def test_a_pipe_cut_anywhere_is_the_end_or_a_refusal() -> None:
    whole = written(*EVENTS)
    for end in range(len(whole)):
        reader = event_reader(io.BytesIO(whole[:end]))
        read = []
        try:
            while (event := reader.read()) is not None:
                read.append(event)
        except WireError:
            pass
        assert read == list(EVENTS[: len(read)])


def test_noise_is_never_another_exception() -> None:
    chance = random.Random(5)
    whole = written(*EVENTS)
    for _ in range(300):
        noisy = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            noisy[chance.randrange(len(noisy))] = chance.randrange(256)
        reader = event_reader(io.BytesIO(bytes(noisy)))
        try:
            while reader.read() is not None:
                pass
        except WireError:
            continue
