"""Temperature with its bands: field and track agree, the hint is calm, amber or red."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.settings.help_button import HelpButton
from desktop.settings.number_field import NumberField
from desktop.settings.temperature_slider import TemperatureSlider
from desktop.settings.temperature_track import TemperatureTrack
from desktop.theme import LIGHT, Role
from models.catalog import family
from models.sampling import Preset, SamplingSettings, preset
from models.settings import declarations
from models.texts import Phrasebook
from tests.settings_panel.finding import child, label
from tests.settings_panel.told import Told


@pytest.fixture
def slider(qtbot: QtBot, say: Phrasebook) -> TemperatureSlider:
    made = TemperatureSlider(declarations(SamplingSettings)[0], say=say, theme=LIGHT)
    qtbot.addWidget(made)
    return made


def test_showing_a_temperature_tells_nobody(slider: TemperatureSlider, maths_on_r1: Preset) -> None:
    told = Told(slider.edited)
    slider.show_value(0.65, maths_on_r1)
    assert slider.value == 0.65
    assert _track(slider).value() == 65
    assert told.all == []


def test_the_track_moves_the_field(slider: TemperatureSlider, maths_on_r1: Preset) -> None:
    slider.show_value(0.55, maths_on_r1)
    told = Told(slider.edited)
    QTest.keyClick(_track(slider), Qt.Key.Key_Right)
    assert told.all == [("temperature", pytest.approx(0.6))]
    assert slider.value == pytest.approx(0.6)


def test_the_field_moves_the_track(slider: TemperatureSlider, maths_on_r1: Preset) -> None:
    slider.show_value(0.55, maths_on_r1)
    told = Told(slider.edited)
    field = child(slider, NumberField)
    field.selectAll()
    QTest.keyClicks(field, "0.9")
    assert _track(slider).value() == 90
    assert told.last == ("temperature", 0.9)


@pytest.mark.parametrize(
    ("temperature", "role", "words"),
    [
        (0.3, Role.HINT, "Below the recommended range of 0.5 to 0.6"),
        (0.65, Role.HINT, "Above the recommended range of 0.5 to 0.6"),
        (0.8, Role.CAUTION, "From 0.8 on"),
        (1.0, Role.DANGER, "From 1.0 on"),
        (0.0, Role.CAUTION, "At 0"),
    ],
)
def test_leaving_the_band_shows_a_hint(
    slider: TemperatureSlider, maths_on_r1: Preset, temperature: float, role: Role, words: str
) -> None:
    slider.show_value(temperature, maths_on_r1)
    hint = label(slider, words)
    assert not hint.isHidden()
    assert hint.property("role") == role.value


@pytest.mark.parametrize("temperature", [0.5, 0.55, 0.6])
def test_within_the_band_there_is_no_hint(slider: TemperatureSlider, maths_on_r1: Preset, temperature: float) -> None:
    slider.show_value(temperature, maths_on_r1)
    assert label(slider, "Within the recommended range").isHidden()


def test_a_band_that_reaches_over_the_caution_mark_is_not_warned_about(
    slider: TemperatureSlider, creative_on_qwen: Preset
) -> None:
    slider.show_value(1.05, creative_on_qwen)
    assert label(slider, "Within the recommended range").isHidden()


def test_it_says_what_is_recommended_and_by_whom(slider: TemperatureSlider, maths_on_r1: Preset) -> None:
    slider.show_value(0.55, maths_on_r1)
    assert label(slider, "Recommended").text() == "Recommended 0.5–0.6 · authors 0.5–0.7"
    assert label(slider, "Published").text() == "Published tests, 3 runs"
    helps = [button.accessibleDescription() for button in slider.findChildren(HelpButton)]
    assert any("first errors from 0.7" in text for text in helps)


def test_a_judgement_claims_no_runs(slider: TemperatureSlider, precise_anywhere: Preset) -> None:
    slider.show_value(0.2, precise_anywhere)
    assert label(slider, "Recommended").text() == "Recommended 0.0–0.3"
    assert label(slider, "Our judgement").text() == "Our judgement"


def test_greedy_decoding_is_offered_where_it_does_no_harm(slider: TemperatureSlider, precise_anywhere: Preset) -> None:
    slider.show_value(0.2, precise_anywhere)
    told = Told(slider.edited)
    offer = _offer(slider)
    assert not offer.isHidden()
    QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    assert told.all == [("temperature", 0.0)]
    assert offer.isHidden()


def test_greedy_decoding_is_not_offered_to_a_model_that_thinks(slider: TemperatureSlider) -> None:
    slider.show_value(0.3, preset("precise", family("r1")))
    assert _offer(slider).isHidden()


def test_screen_readers_hear_value_band_and_hint(slider: TemperatureSlider, maths_on_r1: Preset) -> None:
    slider.show_value(0.85, maths_on_r1)
    heard = _track(slider).accessibleDescription()
    assert heard.startswith("0.85. Recommended 0.5–0.6")
    assert "makes more mistakes" in heard


def _track(slider: TemperatureSlider) -> TemperatureTrack:
    return child(slider, TemperatureTrack)


def _offer(slider: TemperatureSlider) -> QPushButton:
    return child(slider, QPushButton)
