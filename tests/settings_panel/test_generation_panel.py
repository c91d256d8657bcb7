"""The panel shows a conversation's settings, tells of every change as a whole, and never talks back."""

from dataclasses import fields, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.settings import GenerationPanel
from desktop.settings.generation_panel import PANEL_WIDTH
from desktop.settings.group import FoldingGroup
from desktop.settings.number_field import NumberField
from desktop.settings.row import SettingRow
from desktop.settings.texts_field import TextsField
from desktop.settings.thinking_budget import ThinkingBudget
from desktop.theme import DARK, LIGHT, dress
from models.catalog import families, family, modes
from models.engine.settings import EngineSettings, RopeScaling
from models.sampling import Overflow, Preset, SamplingSettings, authors_settings, preset
from models.settings import declarations
from models.texts import LANGUAGES, Phrasebook
from tests.settings_panel.finding import button, child, label
from tests.settings_panel.phrases import phrasebook
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size


@pytest.fixture
def panel(qtbot: QtBot, say: Phrasebook) -> GenerationPanel:
    made = GenerationPanel(say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.show()
    return made


def test_what_it_was_told_before_it_is_seen_is_shown(qtbot: QtBot, say: Phrasebook, maths_on_r1: Preset) -> None:
    made = GenerationPanel(say=say, theme=LIGHT)
    qtbot.addWidget(made)
    told = [Told(made.settings_changed), Told(made.instructions_changed), Told(made.engine_settings_changed)]
    made.show_settings(maths_on_r1.settings, maths_on_r1)
    made.show_settings(replace(maths_on_r1.settings, top_k=7), maths_on_r1, model="R1")
    made.show_instructions("Be short.")
    made.show_engine_settings(EngineSettings(threads=3))
    made.set_context(8192)
    made.apply_theme(DARK)
    assert made.findChildren(SettingRow) == []
    made.show()
    assert _field(made, "top_k").current() == 7
    assert _field(made, "threads").current() == 3
    assert _field(made, "max_tokens").maximum() == 8192
    assert child(made, QPlainTextEdit).toPlainText() == "Be short."
    assert label(made, "R1").isVisible()
    assert [one.all for one in told] == [[], [], []]


def test_folding_it_away_and_back_keeps_what_it_shows(panel: GenerationPanel, maths_on_r1: Preset) -> None:
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    _row(panel, "top_k").set_value(9)
    panel.hide()
    panel.show()
    assert _field(panel, "top_k").current() == 9


def test_every_sampling_setting_has_a_row(panel: GenerationPanel) -> None:
    rows = {row.declaration.name for row in panel.findChildren(SettingRow)}
    assert {item.name for item in declarations(SamplingSettings)} <= rows
    assert {item.name for item in fields(EngineSettings)} <= rows


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_mode_can_be_shown_on_every_family(language: str, qtbot: QtBot) -> None:
    made = GenerationPanel(say=phrasebook(language), theme=DARK)
    qtbot.addWidget(made)
    made.show()
    told = Told(made.settings_changed)
    for mode in modes():
        for known in families():
            one = preset(mode.id, known)
            made.show_settings(one.settings, one, model=known.id)
            assert {row.declaration.name for row in made.findChildren(SettingRow) if row.changed} == set()
    assert told.all == []


def test_the_json_mode_holds_answers_to_json_until_the_user_says_otherwise(panel: GenerationPanel) -> None:
    json_mode = preset("json", family("qwen2.5"))
    told = Told(panel.settings_changed)
    panel.show_settings(json_mode.settings, json_mode)
    row = _row(panel, "schema")
    assert button(panel, "Any JSON").isChecked()
    assert not row.changed
    QTest.mouseClick(button(panel, "Free"), Qt.MouseButton.LeftButton)
    assert told.last == replace(json_mode.settings, schema=None)
    QTest.mouseClick(row._reset, Qt.MouseButton.LeftButton)
    assert told.last == json_mode.settings
    assert button(panel, "Any JSON").isChecked()


def test_stop_texts_and_the_end_of_the_context_are_told(panel: GenerationPanel, maths_on_r1: Preset) -> None:
    panel.settings_changed.connect(lambda settings: panel.show_settings(settings, maths_on_r1))
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    told = Told(panel.settings_changed)
    field = child(panel, TextsField)
    QTest.keyClicks(field, "User:")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClicks(field, r"\n\n")
    QTest.mouseClick(button(panel, "Stop"), Qt.MouseButton.LeftButton)
    assert told.last == replace(maths_on_r1.settings, stop=("User:", "\n\n"), overflow=Overflow.STOP)


def test_a_change_is_told_with_all_settings(panel: GenerationPanel, maths_on_r1: Preset) -> None:
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    told = Told(panel.settings_changed)
    _type(panel, "top_p", "0.8")
    _row(panel, "max_thinking_tokens").set_value(512)
    _row(panel, "temperature").set_value(0.7)
    _row(panel, "seed").set_value(11)
    assert told.last == replace(maths_on_r1.settings, top_p=0.8, max_thinking_tokens=512, temperature=0.7, seed=11)


def test_thinking_has_named_budgets(panel: GenerationPanel, maths_on_r1: Preset) -> None:
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    told = Told(panel.settings_changed)
    budgets = child(panel, ThinkingBudget)
    buttons = {button.text(): button for button in budgets.findChildren(QPushButton)}
    assert list(buttons) == ["Off", "Short", "Medium", "Long"]
    assert not any(button.isChecked() for button in buttons.values())
    for text, tokens in (("Off", 0), ("Short", 512), ("Medium", 2048), ("Long", 8192)):
        QTest.mouseClick(buttons[text], Qt.MouseButton.LeftButton)
        assert told.last == replace(maths_on_r1.settings, max_thinking_tokens=tokens)
    _row(panel, "max_thinking_tokens").set_value(700)
    assert [text for text, button in buttons.items() if button.isChecked()] == []
    _row(panel, "max_thinking_tokens").set_value(2048)
    assert [text for text, button in buttons.items() if button.isChecked()] == ["Medium"]


def test_echoing_each_change_does_not_disturb_the_typing(panel: GenerationPanel, maths_on_r1: Preset) -> None:
    panel.settings_changed.connect(lambda settings: panel.show_settings(settings, maths_on_r1))
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    told = Told(panel.settings_changed)
    _type(panel, "min_p", "0.05")
    assert told.last == replace(maths_on_r1.settings, min_p=0.05)
    assert _field(panel, "min_p").text() == "0.05"


def test_it_says_when_something_was_changed_and_offers_the_way_back(
    panel: GenerationPanel, maths_on_r1: Preset
) -> None:
    panel.show_settings(maths_on_r1.settings, maths_on_r1, model="R1 1.5B")
    reset, asked = button(panel, "Reset all"), Told(panel.reset_requested)
    assert label(panel, "Maths").text() == "Maths"
    assert label(panel, "R1 1.5B").textFormat() is Qt.TextFormat.PlainText
    assert label(panel, "changed").isHidden()
    assert not reset.isEnabled()
    _row(panel, "top_k").set_value(5)
    assert not label(panel, "changed").isHidden()
    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert len(asked.all) == 1
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    assert label(panel, "changed").isHidden()


def test_the_authors_settings_are_offered_until_they_are_in_place(
    panel: GenerationPanel, creative_on_qwen: Preset
) -> None:
    panel.show_settings(creative_on_qwen.settings, creative_on_qwen)
    offer, asked = button(panel, "Use the authors' settings"), Told(panel.authors_requested)
    assert not offer.isHidden()
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert len(asked.all) == 1
    advised = authors_settings(creative_on_qwen.settings, creative_on_qwen.family)
    assert advised is not None
    panel.show_settings(advised, creative_on_qwen)
    assert offer.isHidden()


def test_there_are_no_authors_settings_for_an_unknown_model(panel: GenerationPanel, precise_anywhere: Preset) -> None:
    panel.show_settings(precise_anywhere.settings, precise_anywhere)
    assert button(panel, "Use the authors' settings").isHidden()


def test_instructions_are_told_as_they_are_typed(panel: GenerationPanel) -> None:
    told = Told(panel.instructions_changed)
    panel.show_instructions("Be short.")
    assert told.all == []
    editor = child(panel, QPlainTextEdit)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, " OK")
    assert told.last == "Be short. OK"
    panel.show_instructions("Be short. OK")
    assert editor.textCursor().atEnd()


def test_it_says_where_instructions_go_without_a_system_role(
    panel: GenerationPanel, maths_on_r1: Preset, creative_on_qwen: Preset
) -> None:
    note = label(panel, "They go into your first question")
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    assert not note.isHidden()
    panel.show_settings(creative_on_qwen.settings, creative_on_qwen)
    assert note.isHidden()


def test_a_repeat_penalty_that_spoils_sums_is_pointed_out(panel: GenerationPanel, maths_on_r1: Preset) -> None:
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    _row(panel, "repeat_penalty").set_value(1.1)
    assert not label(panel, "Above 1.0, a repeat penalty").isHidden()
    chat = preset("chat", family("r1"))
    panel.show_settings(replace(chat.settings, repeat_penalty=1.1), chat)
    assert all(label.isHidden() for label in panel.findChildren(QLabel) if "repeat penalty spoils" in label.text())


def test_a_frequency_penalty_outside_its_range_is_pointed_out(panel: GenerationPanel, creative_on_qwen: Preset) -> None:
    panel.show_settings(replace(creative_on_qwen.settings, frequency_penalty=0.9), creative_on_qwen)
    hints = [label.text() for label in _row(panel, "frequency_penalty").findChildren(QLabel)]
    assert "Recommended 0.3–0.5" in hints


def test_lengths_go_up_to_the_context(panel: GenerationPanel, maths_on_r1: Preset) -> None:
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    panel.set_context(8192)
    assert _field(panel, "max_tokens").maximum() == 8192
    assert _field(panel, "max_thinking_tokens").maximum() == 8192


def test_engine_settings_are_told_when_they_are_applied(panel: GenerationPanel) -> None:
    told = Told(panel.engine_settings_changed)
    panel.show_engine_settings(EngineSettings(threads=2))
    _row(panel, "threads").set_value(4)
    QTest.mouseClick(button(panel, "Apply and reload"), Qt.MouseButton.LeftButton)
    assert told.all == [EngineSettings(threads=4)]


def test_it_asks_to_be_folded_away(panel: GenerationPanel) -> None:
    asked = Told(panel.fold_requested)
    close = next(one for one in panel.findChildren(QAbstractButton) if one.accessibleName() == "Hide the settings")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert len(asked.all) == 1


def test_every_control_has_a_name(panel: GenerationPanel) -> None:
    controls = [
        *panel.findChildren(QAbstractButton),
        *panel.findChildren(NumberField),
        *panel.findChildren(QPlainTextEdit),
    ]
    nameless = [one for one in controls if not one.accessibleName() and not _text(one)]
    assert nameless == []
    assert len(controls) > 40


def test_tab_reaches_every_setting_in_the_order_they_are_seen(panel: GenerationPanel, maths_on_r1: Preset) -> None:
    panel.show_settings(maths_on_r1.settings, maths_on_r1)
    panel.show()
    order: list[str] = []
    names = {row.field: row.declaration.name for row in panel.findChildren(SettingRow)}
    widget = panel.nextInFocusChain()
    while widget is not None and widget is not panel:
        if widget in names:
            order.append(names[widget])
        widget = widget.nextInFocusChain()
    seen = sorted(names.items(), key=lambda item: item[0].mapTo(panel, item[0].rect().topLeft()).y())
    shown = [name for field, name in seen if field.isVisible()]
    assert [name for name in order if name in shown] == shown


@pytest.mark.parametrize("mode", ["math", "creative"])
def test_rows_keep_their_height_where_the_panel_scrolls(
    mode: str, panel: GenerationPanel, dressed: QApplication, qtbot: QtBot
) -> None:
    dress(dressed, LIGHT)
    shown = preset(mode, family("qwen2.5"))
    panel.show_settings(shown.settings, shown)
    panel.resize(PANEL_WIDTH, 400)
    fields = [field for field in panel.findChildren(NumberField) if field.isVisible()]
    assert len(fields) == 11
    qtbot.waitUntil(lambda: all(field.height() == field.sizeHint().height() for field in fields))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_cut_off_at_the_usual_width(
    language: str, qtbot: QtBot, maths_on_r1: Preset, dressed: QApplication
) -> None:
    dress(dressed, LIGHT)
    made = GenerationPanel(say=phrasebook(language), theme=LIGHT)
    qtbot.addWidget(made)
    made.show_settings(maths_on_r1.settings, maths_on_r1)
    made.show_engine_settings(EngineSettings(rope_scaling=RopeScaling.YARN))
    made.show()
    child(made, FoldingGroup).set_open(shown=True)
    made.resize(made.sizeHint().width(), 700)
    assert made.width() == PANEL_WIDTH
    cut = [
        label.text()
        for label in made.findChildren(QLabel)
        if label.isVisible() and not label.wordWrap() and label.width() < label.sizeHint().width()
    ]
    assert cut == []


def _row(panel: GenerationPanel, name: str) -> SettingRow:
    return next(row for row in panel.findChildren(SettingRow) if row.declaration.name == name)


def _field(panel: GenerationPanel, name: str) -> NumberField:
    field = _row(panel, name).field
    assert isinstance(field, NumberField)
    return field


def _type(panel: GenerationPanel, name: str, keys: str) -> None:
    field = _field(panel, name)
    field.selectAll()
    QTest.keyClicks(field, keys)


def _text(control: QWidget) -> str:
    return control.text() if isinstance(control, QAbstractButton) else ""
