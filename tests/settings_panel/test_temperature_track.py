"""The track of the temperature slider: where temperatures lie on it, mouse, keys and wheel."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.settings.temperature_track import TemperatureTrack
from desktop.settings.track_painter import position_of, temperature_at
from desktop.theme import DARK, LIGHT, Theme, contrast
from models.sampling import Preset, SamplingSettings
from models.settings import declarations
from tests.settings_panel.told import Told

TEMPERATURE = declarations(SamplingSettings)[0]
HIGHEST = 2.0
MIDDLE = 20


@pytest.fixture
def track(qtbot: QtBot, maths_on_r1: Preset) -> TemperatureTrack:
    made = TemperatureTrack(TEMPERATURE, theme=LIGHT)
    qtbot.addWidget(made)
    made.resize(288, made.height())
    made.show_preset(maths_on_r1)
    return made


def test_every_temperature_has_a_place_and_comes_back_from_it(track: TemperatureTrack) -> None:
    places = [position_of(track, hundredths / 100, highest=HIGHEST) for hundredths in range(201)]
    assert places == sorted(places)
    assert len(set(places)) == len(places)
    back = [temperature_at(track, place, highest=HIGHEST) for place in places]
    assert back == pytest.approx([hundredths / 100 for hundredths in range(201)])


def test_beyond_the_track_are_its_ends(track: TemperatureTrack) -> None:
    assert temperature_at(track, -50, highest=HIGHEST) == 0.0
    assert temperature_at(track, 5000, highest=HIGHEST) == HIGHEST


def test_a_scale_that_ends_before_the_knee_is_even(track: TemperatureTrack) -> None:
    middle = position_of(track, 0.4, highest=0.8)
    assert middle == pytest.approx(track.width() / 2)
    assert temperature_at(track, middle, highest=0.8) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("key", "hundredths"),
    [
        (Qt.Key.Key_Right, 65),
        (Qt.Key.Key_Up, 65),
        (Qt.Key.Key_Left, 55),
        (Qt.Key.Key_Down, 55),
        (Qt.Key.Key_PageUp, 70),
        (Qt.Key.Key_PageDown, 50),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 200),
    ],
)
def test_keys_move_the_handle(track: TemperatureTrack, key: Qt.Key, hundredths: int) -> None:
    track.setValue(60)
    QTest.keyClick(track, key)
    assert track.value() == hundredths


def test_ctrl_moves_by_a_hundredth(track: TemperatureTrack) -> None:
    track.setValue(60)
    QTest.keyClick(track, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert track.value() == 61
    QTest.keyClick(track, Qt.Key.Key_Right)
    assert track.value() == 66


def test_a_press_moves_the_handle_to_the_mouse_in_steps(track: TemperatureTrack) -> None:
    told = Told(track.valueChanged)
    place = QPoint(round(position_of(track, 0.91, highest=HIGHEST)), MIDDLE)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=place)
    assert track.value() == 90
    QTest.mouseMove(track, QPoint(round(position_of(track, 1.2, highest=HIGHEST)), MIDDLE))
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=place)
    assert told.all[0] == 90
    assert not track.isSliderDown()


def test_screen_readers_see_a_slider(track: TemperatureTrack) -> None:
    track.setAccessibleName("Temperature")
    seen = QAccessible.queryAccessibleInterface(track)
    assert seen.role() is QAccessible.Role.Slider
    assert seen.text(QAccessible.Text.Name) == "Temperature"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_recommended_band_is_brighter_than_the_rest(track: TemperatureTrack, theme: Theme) -> None:
    track.apply_theme(theme)
    track.setValue(0)
    inside, outside = _painted(track, 0.53), _painted(track, 0.47)
    window = theme.colour("window")
    assert contrast(inside, window) > contrast(outside, window)
    assert contrast(inside, outside) > 1.4


def test_the_authors_band_is_drawn_where_there_is_one(
    track: TemperatureTrack, precise_anywhere: Preset, maths_on_r1: Preset
) -> None:
    track.setValue(0)
    below = round(MIDDLE + 11)
    assert _painted(track, 0.65, y=below).name() == LIGHT.accent
    track.show_preset(precise_anywhere)
    assert _painted(track, 0.65, y=below).name() != LIGHT.accent
    assert maths_on_r1.authors_band is not None


def test_caution_and_break_down_are_marked(track: TemperatureTrack) -> None:
    track.setValue(0)
    assert _is_near(_painted(track, 0.8, y=MIDDLE + 8), LIGHT.colour("caution"))
    assert _is_near(_painted(track, 1.0, y=MIDDLE + 8), LIGHT.colour("danger"))


def _painted(track: TemperatureTrack, temperature: float, *, y: int = MIDDLE) -> QColor:
    picture = track.grab().toImage()
    return picture.pixelColor(round(position_of(track, temperature, highest=HIGHEST) - 0.5), y)


def _is_near(one: QColor, other: QColor) -> bool:
    """Say whether two colours have the same hue: thin lines are blended with what is behind them."""
    return abs(one.hslHue() - other.hslHue()) <= 12
