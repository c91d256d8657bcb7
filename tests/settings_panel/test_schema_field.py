"""The form of an answer is chosen, or written as a schema that is looked at while it is typed."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.settings.row import SettingRow
from desktop.settings.schema_dialog import SchemaDialog
from desktop.settings.schema_field import Form, SchemaField
from desktop.theme import LIGHT, Role
from models.sampling import ANY_JSON, SamplingSettings
from models.settings import declarations
from models.texts import Phrasebook
from tests.settings_panel.finding import button, child
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

GOOD = '{"type": "object", "properties": {"name": {"type": "string"}}}'


@pytest.fixture
def field(qtbot: QtBot, say: Phrasebook) -> SchemaField:
    made = SchemaField(say=say)
    qtbot.addWidget(made)
    made.show()
    return made


def open_dialog(field: SchemaField) -> SchemaDialog:
    press(field, "Schema…")
    return child(field, SchemaDialog)


def press(owner: SchemaField | SchemaDialog, text: str) -> None:
    QTest.mouseClick(button(owner, text), Qt.MouseButton.LeftButton)


def verdict(dialog: SchemaDialog) -> QLabel:
    return next(one for one in dialog.findChildren(QLabel) if one.property("role"))


def write(dialog: SchemaDialog, text: str, qtbot: QtBot) -> str:
    """Write a text and return what is said about it."""
    child(dialog, QPlainTextEdit).setPlainText(text)
    assert not button(dialog, "Use this schema").isEnabled()
    verdict(dialog).setText("")
    qtbot.waitUntil(lambda: verdict(dialog).text() != "")
    return verdict(dialog).text()


def test_free_and_any_json_are_a_press_away(field: SchemaField) -> None:
    told = Told(field.edited)
    press(field, "Any JSON")
    press(field, "Any JSON")
    press(field, "Free")
    assert told.all == [ANY_JSON, None]
    assert field.current() is None


def test_a_schema_is_taken_only_when_it_is_good(field: SchemaField, qtbot: QtBot) -> None:
    told = Told(field.edited)
    dialog = open_dialog(field)
    assert not button(dialog, "Use this schema").isEnabled()
    assert "line 1, column 2" in write(dialog, "{", qtbot)
    assert not button(dialog, "Use this schema").isEnabled()
    assert verdict(dialog).property("role") == Role.DANGER
    assert write(dialog, GOOD, qtbot) == "This schema can be used."
    press(dialog, "Use this schema")
    assert told.all == [GOOD]
    assert field.current() == GOOD
    assert not button(field, "Edit the schema").isHidden()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"type": "strin"}', "not a valid JSON schema"),
        ('{"$ref": "https://example.org/x"}', "outside itself"),
        ("[" * 100_000, "too large"),
        ("[" * 20_000, "nested too deeply"),
        (json.dumps({"anyOf": [{"const": number} for number in range(3500)]})[:60_000] + "]}", "not valid JSON"),
        (json.dumps({"properties": {f"p{number}": {} for number in range(3500)}}), "too complex"),
        ('{"$ref": "#"}', "contains itself without end"),
        ('{"type": "object", "properties": {"a": {"$ref": "#"}}, "required": ["a"]}', "contains itself without end"),
        ('{"type": "object", "properties": {"a": {"$ref": "#"}}}', "can be used"),
        ("false", "contradicts itself"),
        ("true", "can be used"),
    ],
)
def test_what_is_wrong_is_one_sentence(text: str, sentence: str, field: SchemaField, qtbot: QtBot) -> None:
    dialog = open_dialog(field)
    said = write(dialog, text, qtbot)
    assert sentence in said
    assert "\n" not in said
    dialog.reject()


def test_giving_up_goes_back_to_what_was_chosen(field: SchemaField) -> None:
    field.show_value(ANY_JSON)
    told = Told(field.edited)
    dialog = open_dialog(field)
    assert checked(field) == Form.SCHEMA
    dialog.reject()
    assert checked(field) == Form.JSON
    assert (field.current(), told.all) == (ANY_JSON, [])


def test_what_was_written_before_giving_up_is_offered_again(field: SchemaField, qtbot: QtBot) -> None:
    dialog = open_dialog(field)
    child(dialog, QPlainTextEdit).setPlainText('{"type":')
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    assert field.current() is None
    again = open_dialog(field)
    assert child(again, QPlainTextEdit).toPlainText() == '{"type":'
    again.reject()


def test_a_schema_in_force_is_not_replaced_by_what_was_given_up(field: SchemaField, qtbot: QtBot) -> None:
    field.show_value(GOOD)
    press(field, "Edit the schema")
    dialog = child(field, SchemaDialog)
    child(dialog, QPlainTextEdit).setPlainText("{}")
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    assert field.current() == GOOD
    again = open_dialog(field)
    assert child(again, QPlainTextEdit).toPlainText() == GOOD
    again.reject()


def test_a_schema_is_still_there_after_another_choice(field: SchemaField, qtbot: QtBot) -> None:
    field.show_value(GOOD)
    press(field, "Free")
    assert button(field, "Edit the schema").isHidden()
    dialog = open_dialog(field)
    assert child(dialog, QPlainTextEdit).toPlainText() == GOOD
    qtbot.waitUntil(button(dialog, "Use this schema").isEnabled)
    press(dialog, "Use this schema")
    assert field.current() == GOOD


def test_a_file_is_loaded_and_looked_at(field: SchemaField, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "结构.json"
    file.write_text("\ufeff" + GOOD, "utf-8")
    dialog = open_dialog(field)
    choose(dialog, file)
    qtbot.waitUntil(lambda: child(dialog, QPlainTextEdit).toPlainText() == GOOD)
    qtbot.waitUntil(button(dialog, "Use this schema").isEnabled)
    dialog.reject()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"\xff\xfe\x00", "cannot be read"), (b" " * 70_000, "too large"), (None, "cannot be read")],
)
def test_a_file_that_is_no_schema_changes_nothing(
    content: bytes | None, sentence: str, field: SchemaField, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "schema.json"
    if content is not None:
        file.write_bytes(content)
    field.show_value(GOOD)
    dialog = open_dialog(field)
    qtbot.waitUntil(button(dialog, "Use this schema").isEnabled)
    choose(dialog, file)
    qtbot.waitUntil(lambda: sentence in verdict(dialog).text())
    assert child(dialog, QPlainTextEdit).toPlainText() == GOOD
    assert button(dialog, "Use this schema").isEnabled()
    dialog.reject()


def test_what_is_said_of_a_file_stays_when_the_text_was_looked_at(
    field: SchemaField, tmp_path: Path, qtbot: QtBot
) -> None:
    field.show_value(GOOD)
    dialog = open_dialog(field)
    qtbot.waitUntil(button(dialog, "Use this schema").isEnabled)
    edit = child(dialog, QPlainTextEdit)
    edit.setPlainText(GOOD + " ")  # it is looked at after a pause
    choose(dialog, tmp_path / "nowhere.json")
    qtbot.waitUntil(lambda: "cannot be read" in verdict(dialog).text())
    qtbot.waitUntil(button(dialog, "Use this schema").isEnabled)
    assert "cannot be read" in verdict(dialog).text()
    edit.setPlainText(GOOD)
    qtbot.waitUntil(lambda: verdict(dialog).text() == "This schema can be used.")
    dialog.reject()


def test_the_row_goes_back_to_what_the_mode_sets(qtbot: QtBot, say: Phrasebook) -> None:
    declared = {item.name: item for item in declarations(SamplingSettings)}
    row = SettingRow(declared["schema"], say=say, theme=LIGHT)
    qtbot.addWidget(row)
    row.show_value(GOOD, home=ANY_JSON)
    told = Told(row.edited)
    assert not row._reset.isHidden()
    QTest.mouseClick(row._reset, Qt.MouseButton.LeftButton)
    assert told.all == [("schema", ANY_JSON)]
    assert row._reset.isHidden()
    with pytest.raises(TypeError):
        row.field.show_value(1)


def checked(field: SchemaField) -> Form:
    names = {"Free": Form.FREE, "Any JSON": Form.JSON, "Schema…": Form.SCHEMA}
    return next(names[one.text()] for one in field.findChildren(QPushButton) if one.isChecked())


def choose(dialog: SchemaDialog, file: Path) -> None:
    press(dialog, "Load from a file…")
    files = child(dialog, QFileDialog)
    files.fileSelected.emit(str(file))
    files.reject()
