"""The model changes only the rows that differ."""

import random
from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.sidebar.listing.groups import Heading, Row, folder_key, rows
from desktop.sidebar.listing.model import ConversationModel, RowRole
from models.history import ConversationSummary
from models.texts import Phrasebook
from tests.sidebar.samples import FEW, FOLDERS, KEPT, TODAY, at, summary

NAME = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def model(qapp: object, say: Phrasebook) -> ConversationModel:
    """A model that Qt itself checks after every change."""
    del qapp
    checked = ConversationModel(say=say)
    QAbstractItemModelTester(checked, QAbstractItemModelTester.FailureReportingMode.Warning, checked)
    return checked


class Changes:
    """Counts what the model tells its views."""

    def __init__(self, model: ConversationModel) -> None:
        self.told: list[str] = []
        model.modelReset.connect(lambda: self.told.append("reset"))
        model.rowsInserted.connect(lambda: self.told.append("insert"))
        model.rowsRemoved.connect(lambda: self.told.append("remove"))
        model.rowsMoved.connect(lambda: self.told.append("move"))
        model.dataChanged.connect(lambda: self.told.append("change"))


def shown(model: ConversationModel) -> list[Row]:
    return [model.index(number).data(RowRole.ROW) for number in range(model.rowCount())]


def show(model: ConversationModel, conversations: Sequence[ConversationSummary]) -> None:
    model.show_rows(rows(conversations, TODAY, folders=FOLDERS if conversations is KEPT else ()))


def test_same_list_changes_nothing(model: ConversationModel) -> None:
    show(model, FEW)
    changes = Changes(model)
    show(model, [summary(one.id, one.last_used_ms) for one in FEW])
    assert changes.told == []


def test_conversation_that_was_used_moves_to_the_top_and_keeps_its_index(model: ConversationModel) -> None:
    show(model, FEW)
    kept = QPersistentModelIndex(model.index_of(2))
    changes = Changes(model)
    show(model, [FEW[0], summary(2, at(0) + 1), *FEW[2:]])
    assert changes.told == ["move", "change"]
    assert (kept.row(), kept.data()) == (1, "Title 2")


def test_another_title_changes_one_row(model: ConversationModel) -> None:
    show(model, FEW)
    changes = Changes(model)
    show(model, [*FEW[:3], summary(4, FEW[3].last_used_ms, "Other")])
    assert changes.told == ["change"]
    assert model.index_of(4).data() == "Other"


def test_conversation_that_goes_takes_its_heading_along(model: ConversationModel) -> None:
    show(model, FEW)
    changes = Changes(model)
    show(model, [one for one in FEW if one.id != 3])
    assert changes.told == ["remove"]
    assert shown(model) == [Heading("today", 2), FEW[0], FEW[1], Heading("older", 1), FEW[3]]


def test_new_conversation_comes_alone(model: ConversationModel) -> None:
    show(model, FEW)
    kept = QPersistentModelIndex(model.index_of(4))
    changes = Changes(model)
    show(model, [*FEW, summary(10, at(0) + 10)])
    assert changes.told == ["insert", "change", "change"]  # the row, its key, the number in the heading
    assert (model.index(1, 0).data(), kept.data()) == ("Title 10", "Title 4")


def test_quite_another_order_is_shown_anew(model: ConversationModel) -> None:
    show(model, [summary(number, number) for number in range(100)])
    changes = Changes(model)
    show(model, [summary(number, -number) for number in range(100)])
    assert changes.told[-1] == "reset"
    assert [row.id for row in shown(model) if isinstance(row, ConversationSummary)] == list(range(100))


def test_any_list_follows_any_other(model: ConversationModel) -> None:
    dice = random.Random(7)
    for _ in range(150):
        some = dice.sample(range(40), dice.randrange(40))
        conversations = [summary(number, at(dice.randrange(12)), f"{number} {dice.randrange(2)}") for number in some]
        show(model, conversations)
        assert shown(model) == rows(conversations, TODAY)


def test_typed_title_is_told_and_not_taken(model: ConversationModel, qtbot: QtBot) -> None:
    show(model, FEW)
    with qtbot.waitSignal(model.renamed) as told:
        model.setData(model.index_of(3), "  Lisbon ")
    assert told.args == [3, "Lisbon"]
    assert model.index_of(3).data() == "Title 3"


@pytest.mark.parametrize("title", ["Title 3", " Title 3  "])
def test_same_title_is_not_told(model: ConversationModel, qtbot: QtBot, title: str) -> None:
    show(model, FEW)
    with qtbot.assertNotEmitted(model.renamed):
        assert not model.setData(model.index_of(3), title)


def test_empty_title_is_told_so_that_the_automatic_one_comes_back(model: ConversationModel, qtbot: QtBot) -> None:
    show(model, FEW)
    with qtbot.waitSignal(model.renamed) as told:
        model.setData(model.index_of(3), " ")
    assert told.args == [3, ""]


def test_headings_can_get_the_focus_but_be_neither_selected_nor_edited(model: ConversationModel) -> None:
    show(model, FEW)
    assert model.index(0).data() == "Today"
    flags = model.index(0).flags()
    assert flags & Qt.ItemFlag.ItemIsEnabled
    assert not flags & (Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled)
    model.setData(model.index(0), "x")
    assert model.index(0).data() == "Today"


def test_folder_can_be_renamed_but_not_to_nothing(model: ConversationModel, qtbot: QtBot) -> None:
    show(model, KEPT)
    index = model.index_of_key(folder_key(1))
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    with qtbot.waitSignal(model.folder_renamed) as told:
        model.setData(index, " Office ")
    assert told.args == [1, "Office"]
    with qtbot.assertNotEmitted(model.folder_renamed):
        model.setData(index, "  ")
        model.setData(index, "Work")


def test_only_conversations_below_their_folder_are_indented(model: ConversationModel) -> None:
    show(model, KEPT)
    nested = {one.id: model.index_of(one.id).data(RowRole.NESTED) for one in KEPT}
    assert nested == {1: False, 2: False, 3: True, 4: True, 5: False}


def test_title_that_the_model_looks_for_is_announced_in_its_place(model: ConversationModel) -> None:
    show(model, FEW)
    model.set_titling(3)
    assert model.index_of(3).data() == "Finding a title…"
    assert model.index_of(3).data(RowRole.UNTITLED)
    assert model.index_of(3).data(Qt.ItemDataRole.EditRole) == "Title 3"
    model.set_titling(None)
    assert model.index_of(3).data() == "Title 3"


def test_screen_readers_hear_what_a_heading_holds_and_whether_it_is_folded(model: ConversationModel) -> None:
    model.show_rows(rows(KEPT, TODAY, folders=FOLDERS, folded={folder_key(1)}))
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    work, today = model.index_of_key(folder_key(1)), model.index_of_key("today")
    assert (work.data(NAME), work.data(described)) == ("Folder Work, conversations: 2", "Folded")
    assert (today.data(NAME), today.data(described)) == ("Today, conversations: 1", "Unfolded")


def test_screen_readers_hear_title_period_and_that_it_is_answered(model: ConversationModel) -> None:
    show(model, [*FEW, summary(5, at(3), "")])
    model.set_busy(3)
    described = Qt.ItemDataRole.AccessibleDescriptionRole
    assert model.index_of(3).data(NAME) == "Title 3, being answered"
    assert model.index_of(5).data(NAME) == "New conversation"
    assert [model.index_of(number).data(described) for number in (1, 3, 4)] == ["Today", "Yesterday", "Older"]


def test_only_the_conversation_that_is_answered_is_marked(model: ConversationModel) -> None:
    show(model, FEW)
    changes = Changes(model)
    model.set_busy(1)
    model.set_busy(3)
    assert changes.told == ["change"] * 3
    assert [model.index_of(one.id).data(RowRole.BUSY) for one in FEW] == [False, False, True, False]
    model.set_busy(None)
    assert not model.index_of(3).data(RowRole.BUSY)
