"""Sending text as it comes: whole characters, few messages, every token counted."""

from random import Random

import pytest

from models.catalog import ThinkingTags
from models.engine import Channel, TakenBack, Token
from models.engine.worker import emitter as emitting
from models.engine.worker.channels import ChannelReader
from models.engine.worker.emitter import TokenEmitter

THINK = ThinkingTags("<think>", "</think>")
TEXT = "你好，世界 🙂👩‍👩‍👧 é e\u0301 " + "-" * 128 + " 𠮷野家\n"


@pytest.fixture
def sent() -> list[Token]:
    return []


@pytest.fixture
def _each_token_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emitting, "_INTERVAL", 0.0)


def emitter(sent: list[Token], *, tags: ThinkingTags | None = None, opened: bool = False) -> TokenEmitter:
    def keep(event: Token | TakenBack) -> None:
        assert isinstance(event, Token)
        sent.append(event)

    return TokenEmitter(7, ChannelReader(tags, opened=opened), keep)


@pytest.mark.usefixtures("_each_token_at_once")
@pytest.mark.parametrize("size", range(1, 9))
def test_characters_that_are_cut_between_tokens_arrive_whole(size: int, sent: list[Token]) -> None:
    data = TEXT.encode()
    one = emitter(sent)
    for start in range(0, len(data), size):
        one.add(data[start : start + size])
    one.finish()
    assert "".join(token.text for token in sent) == TEXT
    assert "\ufffd" not in "".join(token.text for token in sent)


@pytest.mark.usefixtures("_each_token_at_once")
@pytest.mark.parametrize("character", ["é", "你", "🙂", "𠮷"])
def test_a_character_is_sent_with_its_last_byte(character: str, sent: list[Token]) -> None:
    data = character.encode()
    one = emitter(sent)
    for byte in data[:-1]:
        one.add(bytes([byte]))
    assert sent == []
    one.add(data[-1:])
    assert sent == [Token(7, Channel.ANSWER, character, len(data))]


@pytest.mark.usefixtures("_each_token_at_once")
def test_bytes_that_are_no_text_become_replacement_characters(sent: list[Token]) -> None:
    one = emitter(sent)
    for piece in (b"a", b"\xff", b"\xe4\xbd", b"b", b"\xf0\x9f"):
        one.add(piece)
    one.finish()
    assert "".join(token.text for token in sent) == "a\ufffd\ufffdb"


def test_a_long_token_is_sent_whole(sent: list[Token]) -> None:
    one = emitter(sent)
    one.add(b" " * 200 + b"x")
    one.add(b"-" * 200)
    one.finish()
    assert "".join(token.text for token in sent) == "x" + "-" * 200


def test_the_first_text_is_sent_at_once_and_the_rest_gathered(
    sent: list[Token], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emitting, "_INTERVAL", 3600.0)
    one = emitter(sent)
    for number in range(50):
        one.add(f"{number} ".encode())
    assert [token.text for token in sent] == ["0 "]
    one.finish()
    assert [token.count for token in sent] == [1, 49]
    assert "".join(token.text for token in sent) == "".join(f"{number} " for number in range(50))


def test_texts_of_two_channels_are_two_messages(sent: list[Token], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emitting, "_INTERVAL", 3600.0)
    one = emitter(sent, tags=THINK, opened=True)
    for piece in (b"a", b"b", b"</thi", b"nk>", b"\n\n", b"c", b"d"):
        one.add(piece)
    one.finish()
    assert [(token.channel, token.text) for token in sent] == [
        (Channel.THINKING, "a"),
        (Channel.THINKING, "b"),
        (Channel.ANSWER, "cd"),
    ]
    assert sum(token.count for token in sent) == 7


def test_times_are_noted(sent: list[Token]) -> None:
    one = emitter(sent, tags=THINK)
    noted = []
    for piece in (b" <think>\n", b"a", b"</think>"):
        one.add(piece)
        noted.append((one.first_text_at is not None, one.thinking_ended_at is not None, one.channel))
    assert noted == [
        (False, False, Channel.THINKING),
        (True, False, Channel.THINKING),
        (True, True, Channel.ANSWER),
    ]


@pytest.mark.usefixtures("_each_token_at_once")
def test_a_character_cut_by_the_end_of_thinking_does_not_spoil_the_answer(sent: list[Token]) -> None:
    one = emitter(sent, tags=THINK, opened=True)
    one.add(b"a\xe4\xbd")
    one.close_thinking()
    one.add("你".encode())
    one.finish()
    assert [(token.channel, token.text) for token in sent] == [
        (Channel.THINKING, "a"),
        (Channel.THINKING, "\ufffd"),
        (Channel.ANSWER, "你"),
    ]


def test_random_cuts_of_a_random_stream_lose_nothing() -> None:
    for seed in range(50):
        chance = Random(seed)
        data = "".join(chance.choice("a你🙂<\n-é") for _ in range(60)).encode()
        sent: list[Token] = []
        one, count = emitter(sent), 0
        while data:
            size = chance.randint(1, 40)
            one.add(data[:size])
            data, count = data[size:], count + 1
        one.finish()
        assert sum(token.count for token in sent) <= count
        chance = Random(seed)
        whole = "".join(chance.choice("a你🙂<\n-é") for _ in range(60))
        assert "".join(token.text for token in sent) == whole.lstrip()


def test_taking_back_leaves_the_text_of_the_first_tokens_in_both_channels() -> None:
    events: list[Token | TakenBack] = []
    one = TokenEmitter(7, ChannelReader(THINK, opened=True), events.append)
    for piece in ("Hm", " 你", "好", "</think>", "\n\n", "An", "swer", " twice", " tw"):
        one.add(piece.encode())
    one.add("好".encode()[:2])
    one.take_back(7)
    for piece in (" once", "."):
        one.add(piece.encode())
    one.finish()
    texts = {Channel.THINKING: "", Channel.ANSWER: ""}
    for event in events:
        if isinstance(event, Token):
            texts[event.channel] += event.text
        else:
            assert (event.request, event.thinking, event.written) == (7, 5, 6)
            texts = {Channel.THINKING: texts[Channel.THINKING][:5], Channel.ANSWER: texts[Channel.ANSWER][:6]}
    assert texts == {Channel.THINKING: "Hm 你好", Channel.ANSWER: "Answer once."}
    assert one.tokens == 9
