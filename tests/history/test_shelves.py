"""Folders, pinned and archived conversations, the recycle bin, titles by the model: many at once, all or none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from models.history import Folder, History, TitleSource
from tests.history.samples import Clock, say


def _made(history: History, count: int) -> list[int]:
    return [history.conversations.create(mode="balanced").id for _ in range(count)]


def _recent(history: History) -> list[int]:
    return [summary.id for summary in history.conversations.recent()]


def test_pins_are_set_and_taken_away_many_at_once(history: History) -> None:
    first, second, third = _made(history, 3)
    history.conversations.pin(first, second, pinned=True)
    history.conversations.pin(second, pinned=False)
    assert {summary.id: summary.pinned for summary in history.conversations.recent()} == {
        first: True,
        second: False,
        third: False,
    }
    assert history.conversations.get(first).pinned


def test_archive_is_a_list_of_its_own(history: History, clock: Clock) -> None:
    first, second, third = _made(history, 3)
    history.conversations.archive(first, third, archived=True)
    assert _recent(history) == [second]
    assert [(summary.id, summary.archived) for summary in history.conversations.archived()] == [
        (third, True),
        (first, True),
    ]
    assert history.conversations.get(first).archived_ms == clock.now
    history.conversations.archive(first, archived=False)
    assert _recent(history) == [second, first]
    assert history.conversations.get(first).archived_ms is None


def test_recycle_bin_shows_what_was_deleted_last_first(history: History, clock: Clock) -> None:
    first, second, third = _made(history, 3)
    history.conversations.archive(second, archived=True)
    history.conversations.delete(second)
    then = clock.now
    history.conversations.delete(third, first)
    deleted = history.conversations.deleted()
    assert [summary.id for summary in deleted] == [third, first, second]
    assert [summary.deleted_ms for summary in deleted] == [clock.now, clock.now, then]
    assert _recent(history) == []
    assert history.conversations.archived() == ()
    history.conversations.restore(second, third)
    assert _recent(history) == [third]
    assert [summary.id for summary in history.conversations.archived()] == [second]


def test_emptying_the_bin_takes_what_is_in_it_alone(history: History) -> None:
    first, second, third = _made(history, 3)
    history.conversations.delete(first, third)
    assert sorted(history.conversations.empty_bin()) == [first, third]
    assert history.conversations.deleted() == ()
    assert _recent(history) == [second]


def test_erased_conversation_is_gone_from_anywhere(history: History) -> None:
    first, second, third = _made(history, 3)
    question, _ = say(history, first, "hello", "hi")
    history.conversations.delete(second)
    history.conversations.erase(first, second)
    assert _recent(history) == [third]
    assert history.conversations.deleted() == ()
    with pytest.raises(KeyError):
        history.messages.get(question)


def test_folders_stand_in_the_users_order(history: History) -> None:
    first, second, third = (history.folders.create(name) for name in ("Physics", "  数学 \n", "Cooking"))
    assert history.folders.all() == (first, second, third)
    assert second == Folder(second.id, "数学", 1)
    history.folders.reorder(third.id, first.id, second.id)
    assert [(folder.name, folder.position) for folder in history.folders.all()] == [
        ("Cooking", 0),
        ("Physics", 1),
        ("数学", 2),
    ]
    assert history.folders.rename(first.id, " Physics\u202e and more ") == "Physics and more"
    assert history.folders.all()[1].name == "Physics and more"
    history.folders.remove(third.id)
    assert history.folders.create("Last").position == 3
    assert history.folders.create("Last").id > third.id


@pytest.mark.parametrize("name", ["", " \n", "\u202e"])
def test_folder_needs_a_name(history: History, name: str) -> None:
    with pytest.raises(ValueError, match=r".?"):
        history.folders.create(name)
    folder = history.folders.create("Physics").id
    with pytest.raises(ValueError, match=r".?"):
        history.folders.rename(folder, name)
    assert history.folders.all()[0].name == "Physics"


def test_order_of_folders_names_each_once(history: History) -> None:
    first, second = (history.folders.create(name).id for name in ("a", "b"))
    for order in ((first,), (first, first), (first, second, 99), ()):
        with pytest.raises(ValueError, match=r"\("):
            history.folders.reorder(*order)


def test_conversations_move_between_folders_and_outlive_them(path: Path) -> None:
    with History.open(path) as history:
        first, second, third = _made(history, 3)
        folder, other = (history.folders.create(name).id for name in ("a", "b"))
        history.conversations.move(first, second, folder=folder)
        history.conversations.move(third, folder=other)
        history.conversations.move(second, folder=None)
    with History.open(path) as history:
        assert {summary.id: summary.folder for summary in history.conversations.recent()} == {
            first: folder,
            second: None,
            third: other,
        }
        history.folders.remove(folder)
        assert history.conversations.get(first).folder is None
        assert history.conversations.get(third).folder == other


def test_sorting_is_no_use(history: History) -> None:
    first, second = _made(history, 2)
    folder = history.folders.create("a").id
    history.conversations.pin(first, pinned=True)
    history.conversations.move(first, folder=folder)
    history.conversations.archive(first, archived=True)
    history.conversations.archive(first, archived=False)
    history.conversations.suggest_title(first, "Title")
    assert _recent(history) == [second, first]


def test_suggested_title_gives_way_to_the_users_own(history: History, conversation: int) -> None:
    history.messages.ask(conversation, "hello")
    assert history.conversations.suggest_title(conversation, " Greetings\n") == "Greetings"
    assert history.conversations.get(conversation).title_source is TitleSource.MODEL
    history.messages.ask(conversation, "and again")
    assert history.conversations.get(conversation).title == "Greetings"
    assert history.conversations.suggest_title(conversation, "  ") == "Greetings"
    history.conversations.rename(conversation, "Mine")
    assert history.conversations.suggest_title(conversation, "Theirs") == "Mine"
    assert history.conversations.get(conversation).title_source is TitleSource.USER
    assert history.conversations.rename(conversation, "") == "hello"
    assert history.conversations.suggest_title(conversation, "Theirs") == "Theirs"


def test_title_comes_from_a_question_that_is_not_deleted(history: History, conversation: int) -> None:
    first, _ = say(history, conversation, "first", "one")
    say(history, conversation, "second", "two")
    history.messages.hide(first)
    assert history.conversations.rename(conversation, "") == "second"


@pytest.mark.parametrize(
    "change",
    [
        lambda history, ids: history.conversations.pin(*ids, pinned=True),
        lambda history, ids: history.conversations.archive(*ids, archived=True),
        lambda history, ids: history.conversations.move(*ids, folder=None),
        lambda history, ids: history.conversations.delete(*ids),
        lambda history, ids: history.conversations.erase(*ids),
    ],
    ids=["pin", "archive", "move", "delete", "erase"],
)
def test_unknown_conversation_among_many_changes_none(
    history: History, change: Callable[[History, list[int]], None]
) -> None:
    ids = _made(history, 3)
    before = history.conversations.recent()
    with pytest.raises(KeyError):
        change(history, [ids[0], 99, ids[1]])
    assert history.conversations.recent() == before


def test_unknown_folder_or_conversation_is_a_bug_of_the_caller(history: History, conversation: int) -> None:
    unknown = 99
    for call in (
        lambda: history.conversations.move(conversation, folder=unknown),
        lambda: history.conversations.suggest_title(unknown, "title"),
        lambda: history.conversations.draft_attachments(unknown),
        lambda: history.conversations.save_draft_attachments(unknown, ()),
        lambda: history.folders.rename(unknown, "name"),
        lambda: history.folders.remove(unknown),
    ):
        with pytest.raises(KeyError):
            call()
