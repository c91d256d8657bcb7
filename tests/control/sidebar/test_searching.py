"""Words are looked for in the history, and a place that was found is opened there."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.surface import Surface
from desktop.sidebar.searching import SearchField, SearchResults
from desktop.sidebar.searching.hit_model import HitRole
from models.history import AnswerState, History, Hit
from tests.control.sidebar.conftest import Room, Talk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


def found(room: Room) -> list[Hit]:
    results = room.sidebar.findChild(SearchResults)
    view = results.findChild(QListView) if results is not None and results.isVisible() else None
    if view is None:
        return []
    return [view.model().index(number, 0).data(HitRole.HIT) for number in range(view.model().rowCount())]


def search(room: Room, qtbot: QtBot, words: str) -> list[Hit]:
    field = room.sidebar.findChild(SearchField)
    assert field is not None
    field.setFocus()
    QTest.keyClicks(field, words)
    qtbot.waitUntil(lambda: bool(found(room)))
    return found(room)


def shown(room: Room) -> int | None:
    surface = room.transcript.findChild(Surface)
    assert isinstance(surface, Surface)
    glowing: int | None = surface.stage.attention.glowing
    return glowing


def test_words_lead_to_the_message(room: Room, talk: Talk, qtbot: QtBot) -> None:
    one = talk("What do I need for ramen?", "Broth, noodles and an egg.")
    talk("Something else", "Nothing of it.")
    (hit,) = search(room, qtbot, "noodles")
    assert hit.conversation == one
    room.sidebar.hit_chosen.emit(hit)
    assert room.conversation.conversation == one
    assert shown(room) == hit.message


def test_place_in_another_branch_is_shown_there(room: Room, talk: Talk, history: History, qtbot: QtBot) -> None:
    one = talk("Ramen?", "With noodles.")
    question = history.messages.thread(one)[0].id
    other = history.messages.begin_answer(question)
    history.messages.finish_answer(
        other, state=AnswerState.COMPLETE, content="No.", thinking=None, thinking_seconds=None, record=None
    )
    room.conversation.open(one)
    (hit,) = search(room, qtbot, "noodles")
    assert hit.message not in {message.id for message in history.messages.thread(one)}
    room.sidebar.hit_chosen.emit(hit)
    assert [message.id for message in history.messages.thread(one)] == [question, hit.message]
    assert shown(room) == hit.message


def test_newest_words_win(room: Room, talk: Talk, qtbot: QtBot) -> None:
    talk("alpha beta")
    talk("gamma delta")
    searched = room.sidebar.searched
    field = room.sidebar.findChild(SearchField)
    assert field is not None
    field.setText("gamma")
    field._told = "gamma"  # told below, faster than anybody types, and not by the field's own timer
    for words in ("a", "al", "alpha", "gamma"):
        searched.emit(words)
    qtbot.waitUntil(lambda: bool(found(room)))
    assert {hit.title for hit in found(room)} == {"gamma delta"}


def test_place_that_is_gone_is_looked_for_anew(room: Room, talk: Talk, history: History, qtbot: QtBot) -> None:
    one = talk("noodles")
    talk("more noodles")
    old = next(hit for hit in search(room, qtbot, "noodles") if hit.conversation == one)
    history.conversations.erase(one)
    room.sidebar.hit_chosen.emit(old)
    qtbot.waitUntil(lambda: one not in {hit.conversation for hit in found(room)})
    assert room.failures == []


def test_what_is_not_in_the_index_yet_when_it_is_looked_for_is_found_all_the_same(
    room: Room, talk: Talk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.history.search.search._BEFORE_MS", 0)  # as on a slow machine, where little is indexed
    monkeypatch.setattr("models.history.search.index._FEW", 1)
    one = talk("Where?", "In the haystack is a needle.")
    for _ in range(5):  # the newest are indexed first
        talk("And here?", "Hay.")
    (hit,) = search(room, qtbot, "needle")
    assert hit.conversation == one


def test_title_alone_opens_the_conversation(room: Room, talk: Talk) -> None:
    one = talk("First")
    room.sidebar.hit_chosen.emit(Hit(one, None, "First", "", (), ((0, 5),), 0))
    assert room.conversation.conversation == one


@pytest.mark.parametrize("words", ['"', "AND", "a*", "NEAR(", "col:x", "'; drop table", "\u0000", "-", "*", "(", "😀"])
def test_anything_may_be_typed(room: Room, talk: Talk, qtbot: QtBot, words: str) -> None:
    talk("Something")
    room.sidebar.searched.emit(words)
    searching = room.controller._searching
    qtbot.waitUntil(lambda: not searching._running)
    assert room.failures == []


def test_what_is_written_meanwhile_is_indexed_and_what_is_erased_swept(
    room: Room, talk: Talk, history: History, qtbot: QtBot
) -> None:
    timer = room.controller._searching._every_minute

    def indexed() -> bool:
        timer.timeout.emit()
        return history.search.state().waiting == 0

    for _ in range(3):  # what is done once after the start serves one of them at most
        one = talk("Something")
        talk("Something else")
        qtbot.waitUntil(indexed)
        history.conversations.erase(one)
        qtbot.waitUntil(indexed)
    assert timer.isActive()
    assert room.failures == []
