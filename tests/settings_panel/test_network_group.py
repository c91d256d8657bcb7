"""The part of the preferences about the network."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.settings import NetworkGroup
from desktop.settings.choice_field import ChoiceField
from models.settings import ModelSource, NetworkSettings
from models.texts import Phrasebook
from tests.settings_panel.told import Told


@pytest.fixture
def group(qtbot: QtBot, say: Phrasebook) -> NetworkGroup:
    made = NetworkGroup(NetworkSettings(proxy="http://127.0.0.1:7890"), say=say)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def field(group: NetworkGroup, name: str) -> QLineEdit:
    return next(one for one in group.findChildren(QLineEdit) if one.accessibleName() == name)


def button(group: NetworkGroup, text: str) -> QPushButton:
    return next(one for one in group.findChildren(QPushButton) if one.text() == text)


def test_each_change_is_told_with_all_settings(group: NetworkGroup) -> None:
    told = Told(group.edited)
    offline = group.findChild(QCheckBox)
    assert isinstance(offline, QCheckBox)
    offline.click()
    assert told.all == [NetworkSettings(proxy="http://127.0.0.1:7890", offline=True)]
    proxy = field(group, "Proxy")
    proxy.clear()
    proxy.editingFinished.emit()
    assert told.all[1:] == [NetworkSettings(offline=True)]
    proxy.editingFinished.emit()
    assert len(told.all) == 2


def test_an_address_is_asked_for_only_where_it_counts(group: NetworkGroup) -> None:
    told = Told(group.edited)
    assert not field(group, "Address").isVisible()
    source = group.findChild(ChoiceField)
    assert isinstance(source, ChoiceField)
    source.setCurrentIndex(list(ModelSource).index(ModelSource.CUSTOM))
    source.activated.emit(source.currentIndex())
    assert field(group, "Address").isVisible()
    field(group, "Address").setText(" https://hub.example.org ")
    field(group, "Address").editingFinished.emit()
    assert told.all[-1] == NetworkSettings(
        source=ModelSource.CUSTOM, endpoint="https://hub.example.org", proxy="http://127.0.0.1:7890"
    )


def test_a_token_is_told_once_and_never_shown(group: NetworkGroup) -> None:
    told = Told(group.token_entered)
    token = field(group, "Access token")
    assert token.echoMode() is QLineEdit.EchoMode.Password
    assert not button(group, "Keep").isEnabled()
    QTest.keyClicks(token, "hf_secret")
    QTest.keyClick(token, Qt.Key.Key_Return)
    assert told.all == ["hf_secret"]
    group.show_token(known=True)
    assert token.text() == ""
    assert token.placeholderText() == "A token is kept"
    button(group, "Remove").click()
    assert told.all == ["hf_secret", ""]


def test_the_keyring_is_asked_when_the_user_turns_to_the_token(group: NetworkGroup) -> None:
    told = Told(group.token_wanted)
    assert told.all == []
    token = field(group, "Access token")
    group.activateWindow()
    token.setFocus()
    field(group, "Proxy").setFocus()
    token.setFocus()
    assert len(told.all) == 1


def test_a_keyring_that_refuses_is_explained(group: NetworkGroup) -> None:
    group.show_problem("There is no keyring.")
    assert "There is no keyring." in {label.text() for label in group.findChildren(QLabel)}


def test_a_token_that_was_not_kept_can_be_kept_at_once_again(group: NetworkGroup) -> None:
    told = Told(group.token_entered)
    QTest.keyClicks(field(group, "Access token"), "hf_secret")
    button(group, "Keep").click()
    assert not button(group, "Keep").isEnabled()
    group.show_problem("The keyring is locked.")
    button(group, "Keep").click()
    assert told.all == ["hf_secret", "hf_secret"]
