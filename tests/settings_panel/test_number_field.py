"""A number field refuses what is wrong, as it is typed, and never loses what is right."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.settings.number_field import NumberField
from models.sampling import SamplingSettings
from models.settings import Kind, declarations
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

DECLARED = {item.name: item for item in declarations(SamplingSettings)}
NUMBERS = [name for name, item in DECLARED.items() if item.kind in {Kind.NUMBER, Kind.WHOLE}]


def field_of(name: str, qtbot: QtBot) -> NumberField:
    field = NumberField(DECLARED[name], automatic="Automatic")
    qtbot.addWidget(field)
    return field


def replace_text(field: NumberField, keys: str) -> None:
    field.selectAll()
    QTest.keyClicks(field, keys)


@pytest.mark.parametrize("name", NUMBERS)
def test_it_starts_with_the_declared_default(name: str, qtbot: QtBot) -> None:
    assert field_of(name, qtbot).current() == DECLARED[name].default


@pytest.mark.parametrize(
    ("name", "keys", "value"),
    [
        ("temperature", "0.65", 0.65),
        ("temperature", "0,65", 0.65),
        ("temperature", "2", 2.0),
        ("frequency_penalty", "-1.5", -1.5),
        ("max_tokens", "131072", 131_072),
        ("max_thinking_tokens", "0", 0),
        ("seed", "4294967294", 4_294_967_294),
    ],
)
def test_what_is_typed_is_told(name: str, keys: str, value: float, qtbot: QtBot) -> None:
    field = field_of(name, qtbot)
    told = Told(field.edited)
    replace_text(field, keys)
    assert told.last == value
    assert field.current() == value
    assert type(field.current()) is type(value)


@pytest.mark.parametrize(
    ("name", "keys", "left"),
    [
        ("temperature", "7", 0.7),
        ("temperature", "0.5x", 0.5),
        ("temperature", "-0.5", 0.5),
        ("max_tokens", "12.5", 125),
        ("max_tokens", "1310721", 131_072),
        ("max_thinking_tokens", "-5", 5),
        ("seed", "42949672950", 4_294_967_290),
    ],
)
def test_keys_that_make_no_number_of_the_range_are_refused(name: str, keys: str, left: float, qtbot: QtBot) -> None:
    field = field_of(name, qtbot)
    replace_text(field, keys)
    assert field.current() == left


def test_a_value_is_known_while_it_is_still_being_typed(qtbot: QtBot) -> None:
    field = field_of("top_p", qtbot)
    replace_text(field, "0.8")
    assert field.current() == 0.8
    assert field.lineEdit().text() == "0.8"


def test_showing_what_is_being_typed_leaves_the_text_alone(qtbot: QtBot) -> None:
    field = field_of("top_p", qtbot)
    replace_text(field, "0.")
    field.show_value(field.current())
    assert field.lineEdit().text() == "0."
    QTest.keyClicks(field, "9")
    assert field.current() == 0.9


def test_showing_a_value_tells_nobody(qtbot: QtBot) -> None:
    field = field_of("top_k", qtbot)
    told = Told(field.edited)
    field.show_value(20)
    assert field.current() == 20
    assert told.all == []


def test_only_numbers_and_none_can_be_shown(qtbot: QtBot) -> None:
    with pytest.raises(TypeError):
        field_of("top_k", qtbot).show_value("20")


def test_an_emptied_optional_field_becomes_automatic(qtbot: QtBot) -> None:
    field = field_of("max_thinking_tokens", qtbot)
    field.show_value(100)
    told = Told(field.edited)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert told.last is None
    assert field.text() == "Automatic"
    QTest.keyClicks(field, "64")
    assert field.current() == 64


def test_an_emptied_field_that_needs_a_number_keeps_the_last_one(qtbot: QtBot) -> None:
    field = field_of("max_tokens", qtbot)
    told = Told(field.edited)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.current() == 2048
    assert field.text() == "2048"
    assert set(told.all) <= {2048}


@pytest.mark.parametrize(("value", "text"), [(0.6, "0.60"), (1.0, "1.00"), (0.655, "0.655"), (0.1234, "0.1234")])
def test_numbers_have_two_decimals_and_more_only_where_they_need_them(value: float, text: str, qtbot: QtBot) -> None:
    field = field_of("top_p", qtbot)
    field.show_value(value)
    assert (field.text(), field.current()) == (text, value)


def test_arrows_step_as_declared(qtbot: QtBot) -> None:
    field = field_of("temperature", qtbot)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.current() == pytest.approx(0.75)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert field.current() == pytest.approx(0.65)


def test_arrows_step_great_numbers_by_their_size(qtbot: QtBot) -> None:
    field = field_of("max_tokens", qtbot)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.current() == 2148


def test_more_than_the_highest_cannot_be_typed(qtbot: QtBot) -> None:
    field = field_of("max_tokens", qtbot)
    field.set_highest(4096)
    replace_text(field, "5000")
    assert field.current() == 500


def test_a_value_above_the_highest_is_shown_all_the_same(qtbot: QtBot) -> None:
    field = field_of("max_tokens", qtbot)
    field.set_highest(512)
    assert field.current() == 2048
    field.show_value(9000)
    assert field.current() == 9000
    field.show_value(100)
    assert field.maximum() == 512


def test_the_wheel_counts_only_with_the_focus(qtbot: QtBot) -> None:
    field = field_of("top_k", qtbot)
    turn = _wheel()
    QApplication.sendEvent(field, turn)
    assert field.current() == 50
    assert not turn.isAccepted()
    field.show()
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QApplication.sendEvent(field, _wheel())
    assert field.current() == 51


def _wheel() -> QWheelEvent:
    return QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003 - Qt's own signature
    )
