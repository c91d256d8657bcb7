"""The dialog about one of the user's own modes."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFileDialog, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.settings import PresetDialog, PresetWish
from desktop.theme import LIGHT
from models.catalog import Band
from models.presets import COLOURS, NAME_MOST, UserPreset
from models.sampling import ANY_JSON, SamplingOverrides
from models.texts import LANGUAGES, Phrasebook
from tests.settings_panel.finding import button, child, label
from tests.settings_panel.phrases import phrasebook
from tests.settings_panel.told import Told

VALUES = SamplingOverrides().with_value("temperature", 0.45).with_value("seed", None).with_value("schema", ANY_JSON)
SCHOOL = UserPreset(id="user-math-0123abcd", name="School", base="math", colour=COLOURS[2], overrides=VALUES)
UNNAMED = replace(SCHOOL, name="")
NEW = PresetWish(UNNAMED, is_new=True, now=VALUES, base_name="Maths", base_words="Go on.", family="r1", model="R1")
KNOWN = replace(NEW, preset=SCHOOL, is_new=False)


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def opened(host: QWidget, wish: PresetWish, say: Phrasebook) -> PresetDialog:
    dialog = PresetDialog(wish, Band(0.5, 0.6), say=say, theme=LIGHT, parent=host)
    dialog.open()
    return dialog


def test_a_new_mode_takes_what_the_panel_shows_under_the_name_that_is_typed(host: QWidget, say: Phrasebook) -> None:
    dialog = opened(host, NEW, say)
    told = Told(dialog.saved)
    assert not button(dialog, say("preset.save")).isEnabled()  # it has no name yet
    child(dialog, QLineEdit).setText("  School   maths ")
    button(dialog, say("preset.save")).click()
    assert told.all == [replace(SCHOOL, name="School maths")]


def test_name_colour_range_words_and_model_are_the_users(host: QWidget, say: Phrasebook) -> None:
    dialog = opened(host, KNOWN, say)
    named = {one.accessibleName(): one for one in dialog.findChildren(QAbstractButton)}
    named[say("preset.colour.number", number=5)].click()
    boxes = {one.text(): one for one in dialog.findChildren(QCheckBox)}
    boxes[say("preset.band")].setChecked(True)
    boxes[say("preset.only", model="R1")].setChecked(True)
    child(dialog, QPlainTextEdit).setPlainText("Be brief.\n")
    assert dialog.preset == replace(
        SCHOOL, colour=COLOURS[4], band=Band(0.5, 0.6), family="r1", instructions="Be brief."
    )


def test_a_range_is_never_upside_down(host: QWidget, say: Phrasebook) -> None:
    dialog = opened(host, replace(KNOWN, preset=replace(SCHOOL, band=Band(0.3, 0.4))), say)
    fields = {one.accessibleName(): one for one in dialog.findChildren(QWidget)}
    low, high = fields[say("preset.band.low")], fields[say("preset.band.high")]
    low.setProperty("value", 0.9)
    assert dialog.preset.band == Band(0.9, 0.9)
    high.setProperty("value", 0.2)
    assert dialog.preset.band == Band(0.2, 0.2)


def test_a_known_mode_takes_in_other_values_only_where_the_user_says_so(host: QWidget, say: Phrasebook) -> None:
    now = SamplingOverrides().with_value("temperature", 0.6)
    dialog = opened(host, replace(KNOWN, now=now), say)
    assert dialog.preset.overrides == VALUES
    take = next(one for one in dialog.findChildren(QCheckBox) if one.text() == say("preset.take_values"))
    assert take.isVisible()
    take.setChecked(True)
    assert dialog.preset.overrides == now
    assert label(dialog, "Temperature 0.6").isVisible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_sets_is_said_in_words(language: str, host: QWidget) -> None:
    say = phrasebook(language)
    dialog = opened(host, KNOWN, say)
    shown = label(dialog, say("setting.schema.label")).text()
    assert say("panel.form.json") in shown
    assert say("panel.seed.random") in shown
    assert "0.45" in shown


def test_a_colour_and_a_name_from_a_file_stay_as_they_are(host: QWidget, say: Phrasebook) -> None:
    odd = replace(SCHOOL, colour="#123456", name="x" * NAME_MOST, family="qwen2.5")
    assert opened(host, replace(KNOWN, preset=odd, now=VALUES), say).preset == odd


def test_it_is_removed_exported_and_imported(host: QWidget, say: Phrasebook, tmp_path: Path) -> None:
    dialog = opened(host, KNOWN, say)
    exported, removed = Told(dialog.exported), Told(dialog.removed)
    button(dialog, say("preset.export")).click()
    files = child(dialog, QFileDialog)
    files.fileSelected.emit(str(tmp_path / "a.toml"))
    assert exported.all == [tmp_path / "a.toml"]
    files.reject()
    button(dialog, say("preset.remove")).click()
    assert removed.all == [SCHOOL.id]
    dialog = opened(host, NEW, say)
    imported = Told(dialog.imported)
    button(dialog, say("preset.import")).click()
    child(dialog, QFileDialog).fileSelected.emit(str(tmp_path / "a.toml"))
    assert imported.all == [tmp_path / "a.toml"]
