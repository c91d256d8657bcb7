"""The user's own modes in the window: chosen, kept, gone, brought back."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.control import GenerationController, PresetController, SamplingChoice
from desktop.conversation import ModeBar
from desktop.conversation.mode_chip import ModeChip
from desktop.notices import NoticeBar
from desktop.settings import GenerationPanel, PresetDialog
from desktop.settings.presets.swatches import Swatches
from desktop.theme import DARK, LIGHT, visible
from models.errors import Text, UserError
from models.history import SamplingOverrides
from models.presets import PresetStore, UserPreset, base_of
from models.texts import Phrasebook
from tests.settings_panel.finding import child
from tests.support.scripted_engine import loaded

OWN = UserPreset(
    id="user-code-0123abcd",
    name="Review",
    base="code",
    overrides=SamplingOverrides().with_value("temperature", 0.15),
    instructions="Find the bugs.",
)
NIGHT = "#101030"  # hardly seen on a dark surface


class Room:
    """A window's bar and panel with their controllers, on a folder of presets."""

    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.say = Phrasebook("en")
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.store = PresetStore(folder)
        self.choice = SamplingChoice()
        self.bar = ModeBar(say=self.say, theme=LIGHT, parent=self.window)
        self.panel = GenerationPanel(say=self.say, theme=LIGHT, parent=self.window)
        self.notices = NoticeBar(say=self.say, theme=LIGHT, parent=self.window)
        self.generation = GenerationController(mode_bar=self.bar, panel=self.panel, choice=self.choice)
        self.presets = PresetController(
            store=self.store,
            choice=self.choice,
            panel=self.panel,
            generation=self.generation,
            notices=lambda: self.notices,
            say=self.say,
            theme=LIGHT,
            mode_bar=self.bar,
        )
        self.told: list[Text] = []
        self.failed: list[UserError] = []
        self.presets.notice.connect(self.told.append)
        self.presets.failed.connect(self.failed.append)
        self.presets.load()

    def chips(self) -> list[str]:
        chips = self.bar.findChildren(ModeChip)
        return [one.text() for one in chips if not one.isHidden()][11:]

    def dialog(self) -> PresetDialog:
        self.panel.preset_requested.emit()
        return self.window.findChildren(PresetDialog)[-1]


@pytest.fixture
def make(tmp_path: Path, qtbot: QtBot) -> Callable[..., Room]:
    def begin(*presets: UserPreset) -> Room:
        for one in presets:
            PresetStore(tmp_path).save(one)
        return Room(tmp_path, qtbot)

    return begin


def press(dialog: PresetDialog, text: str) -> None:
    next(one for one in dialog.findChildren(QPushButton) if one.text() == text).click()


def test_a_mode_of_ones_own_stands_behind_the_others_and_sets_its_values(make: Callable[..., Room]) -> None:
    room = make(OWN)
    assert room.chips() == ["Review"]
    room.bar.mode_chosen.emit(OWN.id)
    assert (room.choice.mode, room.choice.settings.temperature) == (OWN.id, 0.15)
    assert not room.choice.is_changed
    resolved = room.choice.for_question("Write a poem")
    assert (resolved.preset.id, resolved.preset.own and resolved.preset.own.instructions) == (OWN.id, "Find the bugs.")


def test_it_is_made_from_what_the_panel_shows_and_chosen(make: Callable[..., Room]) -> None:
    room = make()
    room.choice.choose_mode("creative")
    room.choice.take_settings(replace(room.choice.settings, temperature=1.05, top_k=0))
    dialog = room.dialog()
    dialog.findChildren(QLineEdit)[0].setText("Wild")
    press(dialog, "Save")
    (kept,) = room.store.load().presets
    assert (kept.name, kept.base, base_of(kept.id)) == ("Wild", "creative", "creative")
    assert dict(kept.overrides.values) == {"temperature": 1.05, "top_k": 0}
    assert (room.choice.mode, room.choice.overrides) == (kept.id, SamplingOverrides())
    assert room.choice.settings.temperature == 1.05
    assert room.chips() == ["Wild"]


def test_what_cannot_be_kept_stays_in_the_dialog(make: Callable[..., Room]) -> None:
    room = make()
    dialog = room.dialog()
    dialog.findChildren(QLineEdit)[0].setText("Long")
    words = dialog.findChildren(QPlainTextEdit)[0]
    words.setPlainText("x" * 20_001)
    press(dialog, "Save")
    told = [one.text() for one in dialog.findChildren(QLabel) if "20,000" in one.text()]
    assert (dialog.isVisible(), len(told), room.store.load().presets) == (True, 1, ())
    words.setPlainText("x" * 20_000)
    press(dialog, "Save")
    (kept,) = room.store.load().presets
    assert (dialog.isVisible(), kept.name, len(kept.instructions)) == (False, "Long", 20_000)


def test_a_mode_for_other_models_waits_and_its_base_stands_in(make: Callable[..., Room]) -> None:
    room = make(replace(OWN, family="r1"))
    room.choice.show(OWN.id, SamplingOverrides())
    assert (room.chips(), room.choice.mode) == ([], "code")
    room.choice.use_model(loaded(Path("x.gguf"), family="r1", thinks=True), None)
    room.generation.show_model("R1")
    assert (room.chips(), room.choice.mode) == (["Review"], OWN.id)


def test_a_removed_mode_gives_way_to_its_base_and_comes_back(make: Callable[..., Room]) -> None:
    room = make(OWN)
    room.choice.choose_mode(OWN.id)
    press(room.dialog(), "Remove")
    assert (room.chips(), room.choice.mode, room.store.load().presets) == ([], "code", ())
    assert room.notices.current is not None
    next(one for one in room.notices.findChildren(QPushButton) if one.text() == "Undo").click()
    assert (room.chips(), room.choice.mode) == (["Review"], OWN.id)
    assert room.store.load().presets == (OWN,)


def test_two_removed_modes_of_one_name_come_back_one_by_one(make: Callable[..., Room]) -> None:
    second = replace(OWN, id="user-code-0000000f", colour="#84cc16")
    room = make(OWN, second)
    for one in (OWN, second):
        room.bar.remove_requested.emit(one.id)
    assert room.store.load().presets == ()
    undo = next(one for one in room.notices.findChildren(QPushButton) if one.text() == "Undo")
    undo.click()
    assert room.store.load().presets == (OWN,)
    undo.click()
    assert {one.id for one in room.store.load().presets} == {OWN.id, second.id}
    assert room.notices.current is None


def test_a_mode_that_is_not_chosen_is_changed_and_removed_from_its_button(make: Callable[..., Room]) -> None:
    room = make(OWN)
    room.choice.choose_mode("chat")
    room.bar.edit_requested.emit(OWN.id)
    dialog = room.window.findChildren(PresetDialog)[-1]
    dialog.findChildren(QLineEdit)[0].setText("Other")
    press(dialog, "Save")
    assert (room.chips(), room.choice.mode) == (["Other"], "chat")
    assert room.store.load().presets == (replace(OWN, name="Other"),)
    room.bar.remove_requested.emit(OWN.id)
    assert (room.chips(), room.choice.mode) == ([], "chat")


def test_its_dialog_has_the_colours_of_a_theme_that_comes_while_it_is_open(make: Callable[..., Room]) -> None:
    room = make(replace(OWN, colour=NIGHT))
    room.bar.edit_requested.emit(OWN.id)
    dialog = room.window.findChildren(PresetDialog)[-1]
    chosen = next(one for one in child(dialog, Swatches).findChildren(QAbstractButton) if one.isChecked())
    for theme in (DARK, LIGHT):
        room.presets.apply_theme(theme)
        drawn = chosen.grab().toImage().pixelColor(chosen.rect().center())
        assert drawn.name() == visible(QColor(NIGHT), theme).name()
    press(dialog, "Cancel")
    room.presets.apply_theme(DARK)  # it is gone


def test_a_conversation_whose_mode_is_gone_is_told_once(make: Callable[..., Room]) -> None:
    room = make()
    room.choice.show(OWN.id, SamplingOverrides())
    room.presets.show_conversation(7)
    room.presets.show_conversation(7)
    assert [text.id for text in room.told] == ["preset.gone"]
    assert room.told[0].fields == {"mode": "Code"}
    room.choice.show("code", SamplingOverrides())
    room.presets.show_conversation(8)
    assert len(room.told) == 1


def test_it_is_exported_and_imported(make: Callable[..., Room], tmp_path: Path) -> None:
    room = make(OWN)
    room.choice.choose_mode(OWN.id)
    target = tmp_path / "out" / "review.toml"
    room.dialog().exported.emit(target)
    room.store.remove(OWN.id)
    room.presets.load()
    room.choice.choose_mode("chat")
    room.dialog().imported.emit(target)
    assert (room.chips(), room.choice.mode) == (["Review"], OWN.id)
    assert [text.id for text in room.told] == ["preset.exported", "preset.imported"]


def test_impossible_values_and_foreign_files_are_told(make: Callable[..., Room], tmp_path: Path) -> None:
    (tmp_path / "odd.toml").write_text('name = "Odd"\nbase = "code"\n[values]\ntemperature = 99\n')
    room = make()
    assert room.chips() == ["Odd"]
    assert [text.id for text in room.told] == ["preset.problem.range"]
    (tmp_path / "not.txt").write_text("[[[[")
    room.dialog().imported.emit(tmp_path / "not.txt")
    assert [error.text.id for error in room.failed] == ["preset.not_toml"]
    assert room.chips() == ["Odd"]
