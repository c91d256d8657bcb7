"""Conversations given out whole, and taken in."""

from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from models.engine import Role
from models.history import History, WholeConversation, WholeMessage
from models.record import AnswerRecord
from tests.exchange.full import full_conversation
from tests.history.samples import RECORD, Clock


def _small(name: str = "a", *, messages: tuple[WholeMessage, ...] = ()) -> WholeConversation:
    return WholeConversation(id=name, title="", created_ms=1, last_used_ms=2, messages=messages)


def _message(number: int, parent: int | None, content: str = "text") -> WholeMessage:
    return WholeMessage(id=number, parent=parent, role=Role.USER, content=content, created_ms=3)


def _comparable(whole: WholeConversation) -> object:
    """Return everything but the numbers of the messages, which are those of one history."""
    place = {message.id: number for number, message in enumerate(whole.messages)}
    messages = [
        (place[one.id], None if one.parent is None else place[one.parent], replace(one, id=0, parent=None))
        for one in whole.messages
    ]
    return replace(whole, messages=(), leaf=None), messages, None if whole.leaf is None else place[whole.leaf]


def test_a_conversation_goes_into_another_history_with_everything(history: History, tmp_path: Path) -> None:
    number = full_conversation(history)
    whole = history.whole.read(number)
    assert len(whole.messages) == 6
    assert msgspec.json.decode(whole.messages[1].record, type=AnswerRecord) == RECORD
    with History.open(tmp_path / "other.sqlite3", clock=Clock()) as other:
        full_conversation(other, "already there")  # so that all numbers differ
        added = other.whole.add(whole)
        assert _comparable(other.whole.read(added)) == _comparable(whole)
        contents = [message.content for message in other.messages.thread(added)]
        assert contents == [message.content for message in history.messages.thread(number)]
        assert [folder.name for folder in other.folders.all()] == ["Work"]


def test_it_is_known_again_by_its_name(history: History) -> None:
    number = full_conversation(history)
    name = history.whole.read(number).id
    assert history.whole.read(number).id == name
    assert history.whole.known(name) == number
    assert history.whole.known("another") is None


def test_one_in_the_recycle_bin_is_not_known(history: History) -> None:
    number = history.whole.add(_small("name"))
    history.conversations.delete(number)
    assert history.whole.known("name") is None
    again = history.whole.add(_small("name"))
    assert history.whole.known("name") == again


def test_a_second_one_of_the_same_name_gets_a_name_of_its_own(history: History) -> None:
    first = history.whole.add(_small("name"))
    second = history.whole.add(_small("name"))
    assert history.whole.known("name") == first
    assert history.whole.read(second).id not in {"name", history.whole.read(first).id}


def test_a_name_goes_with_its_conversation(history: History) -> None:
    number = history.whole.add(_small("name"))
    history.conversations.delete(number)
    history.conversations.empty_bin()
    assert history.whole.known("name") is None


def test_without_a_title_it_gets_that_of_its_first_question(history: History) -> None:
    number = history.whole.add(_small(messages=(_message(1, None, "# How are you?\nMore"),)))
    assert history.conversations.get(number).title == "How are you?"


def test_one_whose_parent_comes_late_leaves_nothing_behind(history: History) -> None:
    with pytest.raises(ValueError, match="2"):
        history.whole.add(_small(messages=(_message(1, 2), _message(2, None))))
    assert history.conversations.recent() == ()
    assert history.whole.known("a") is None


def test_a_record_that_cannot_be_read_is_left_out(history: History) -> None:
    strange = replace(_message(1, None), record=msgspec.Raw(b'{"mode": 3}'))
    number = history.whole.add(_small(messages=(strange,)))
    assert history.messages.thread(number) == () or history.messages.thread(number)[0].record is None
    assert history.whole.read(number).messages[0].record == msgspec.Raw(b"null")


def test_an_unknown_conversation_is_an_error(history: History) -> None:
    with pytest.raises(KeyError):
        history.whole.read(77)


def test_folders_are_made_in_their_order_and_once(history: History) -> None:
    history.folders.create("B")
    history.whole.add_folders("A", "B", "C", "")
    assert [folder.name for folder in history.folders.all()] == ["B", "A", "C"]
