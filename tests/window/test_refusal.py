"""The box that says why no window opens speaks the user's language alone."""

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.refusal import refusal_box
from models.texts import Phrasebook


@pytest.mark.parametrize(("language", "close"), [("en", "Close"), ("zh_CN", "关闭")])
def test_its_only_button_has_our_word_and_no_picture(qtbot: QtBot, language: str, close: str) -> None:
    box = refusal_box("<b>No</b> room.", details="disk is full", say=Phrasebook(language))
    qtbot.addWidget(box)
    box.show()
    (button,) = [one for one in box.findChildren(QPushButton) if one.isVisible()]
    assert button.text() == close
    assert button.icon().isNull()
    assert box.text() == "<b>No</b> room."
    assert box.informativeText() == "disk is full"
    with qtbot.waitSignal(box.finished):
        button.click()
