"""The mode bar: one chip per mode, one chosen, reachable by mouse, arrow keys and Alt with a digit."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QColor, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation.mode_bar import ModeBar
from desktop.conversation.mode_chip import Density, ModeChip
from desktop.theme import DARK, LIGHT, dress, temperature_colour
from models.catalog import AUTO, family, modes
from models.presets import UserPreset, as_preset
from models.sampling import Preset, preset
from models.texts import LANGUAGES, Phrasebook
from tests.settings_panel.phrases import phrasebook
from tests.settings_panel.told import Told

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # no screen: no window to raise or size

WIDE = 1600


def presets(family_id: str = "r1") -> list[Preset]:
    return [preset(mode.id, family(family_id)) for mode in modes()]


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The light theme at its usual size; the looks are put back afterwards."""
    font, colours = qapp.font(), qapp.palette()
    dress(qapp, LIGHT)
    yield qapp
    qapp.setStyleSheet("")
    qapp.setPalette(colours)
    qapp.setFont(font)


@pytest.fixture
def bar(qtbot: QtBot, dressed: QApplication) -> ModeBar:
    assert dressed.styleSheet()
    made = ModeBar(say=phrasebook("en"), theme=LIGHT)
    qtbot.addWidget(made)
    made.resize(WIDE, made.height())
    made.set_modes(presets())
    made.set_current("math")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def test_there_is_a_chip_for_every_mode_in_order(bar: ModeBar) -> None:
    assert [chip.mode_id for chip in _chips(bar)] == [AUTO, *(mode.id for mode in modes())]
    assert _chosen(bar).mode_id == "math"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family_id", ["r1", "qwen2.5", "smollm2", "generic"])
def test_a_tool_tip_tells_purpose_value_band_evidence_and_key(language: str, family_id: str, qtbot: QtBot) -> None:
    say: Phrasebook = phrasebook(language)
    made = ModeBar(say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.set_modes(presets(family_id))
    for chip, one in zip(_chips(made)[1:], presets(family_id), strict=True):
        tip = chip.toolTip()
        assert say(one.mode.description_text) in tip
        assert str(one.settings.temperature) in tip
        assert f"{one.band.low}–{one.band.high}" in tip
        assert say(one.evidence.grade.text_id) in tip
        assert f"Alt+{one.mode.shortcut}" in tip


def test_a_click_chooses(bar: ModeBar) -> None:
    told = Told(bar.mode_chosen)
    QTest.mouseClick(_chip(bar, "code"), Qt.MouseButton.LeftButton)
    assert told.all == ["code"]
    assert [chip.mode_id for chip in _chips(bar) if chip.isChecked()] == ["code"]


def test_a_click_on_the_chosen_mode_chooses_it_once_more(bar: ModeBar) -> None:
    bar.set_current("math", changed=True)
    told = Told(bar.mode_chosen)
    QTest.mouseClick(_chip(bar, "math"), Qt.MouseButton.LeftButton)
    assert told.all == ["math"]
    assert _chosen(bar).mode_id == "math"
    assert not _chosen(bar).changed


def test_showing_a_mode_tells_nobody(bar: ModeBar) -> None:
    told = Told(bar.mode_chosen)
    bar.set_current("json", changed=True)
    assert told.all == []
    assert _chosen(bar).mode_id == "json"


def test_changed_settings_are_marked_and_said(bar: ModeBar) -> None:
    chip = _chip(bar, "math")
    narrow, plain = chip.sizeHint().width(), chip.grab().toImage()
    bar.set_current("math", changed=True)
    assert chip.accessibleName() == "Maths, changed"
    assert chip.sizeHint().width() > narrow
    assert chip.grab().toImage() != plain
    bar.set_current("code", changed=True)
    assert chip.accessibleName() == "Maths"
    assert _chip(bar, "code").accessibleName() == "Code, changed"


def test_tab_reaches_the_chosen_mode_only(bar: ModeBar) -> None:
    reachable = [chip.mode_id for chip in _chips(bar) if chip.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert reachable == ["math"]


@pytest.mark.parametrize(
    ("start", "key", "end"),
    [
        ("math", Qt.Key.Key_Right, "code"),
        ("math", Qt.Key.Key_Left, "chat"),
        ("math", Qt.Key.Key_Home, AUTO),
        ("math", Qt.Key.Key_End, "creative"),
    ],
)
def test_arrow_keys_choose_and_take_the_focus_along(
    bar: ModeBar, start: str, key: Qt.Key, end: str, qtbot: QtBot
) -> None:
    bar.set_current(start)
    told = Told(bar.mode_chosen)
    _focus(_chip(bar, start), qtbot)
    QTest.keyClick(_chip(bar, start), key)
    assert told.all == [end]
    assert _chosen(bar).mode_id == end
    assert _chip(bar, end).hasFocus()


def test_there_is_nothing_beyond_the_last_mode(bar: ModeBar, qtbot: QtBot) -> None:
    bar.set_current("creative")
    told = Told(bar.mode_chosen)
    _focus(_chip(bar, "creative"), qtbot)
    QTest.keyClick(_chip(bar, "creative"), Qt.Key.Key_Right)
    assert told.all == []


def test_alt_and_a_digit_choose_from_anywhere_in_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    made = ModeBar(say=phrasebook("en"), theme=LIGHT)
    QVBoxLayout(window).addWidget(made)
    made.set_modes(presets())
    told = Told(made.mode_chosen)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for mode in modes():
        QTest.keyClick(window, Qt.Key(ord(mode.shortcut)), Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier)
    assert told.all == [*(mode.id for mode in modes()), AUTO]


def test_another_model_keeps_the_choice_and_its_keys(bar: ModeBar, qtbot: QtBot) -> None:
    bar.set_current("json", changed=True)
    bar.set_modes(presets("qwen2.5"))
    qtbot.waitUntil(lambda: len(_chips(bar)) == 1 + len(modes()))  # Qt shows what is added later at its leisure
    assert _chosen(bar).mode_id == "json"
    assert _chosen(bar).changed
    told = Told(bar.mode_chosen)
    QTest.keyClick(bar, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert told.all == ["code"]


def test_chips_lose_their_icons_and_then_stand_in_two_rows_where_the_room_is_scarce(bar: ModeBar) -> None:
    full, names, tight = map(partial(_room, bar), Density)
    assert full > names > tight
    for width, density, rows in (
        (full, Density.FULL, 1),
        (full - 1, Density.NAMES, 1),
        (names - 1, Density.TIGHT, 1),
        (tight, Density.TIGHT, 1),
        (tight - 1, Density.FULL, 2),
        (names // 2, Density.TIGHT, 2),
    ):
        bar.resize(width, 200)
        shown = _chips(bar)
        assert [one.width() for one in shown] == [one.width_at(density, chosen=one.isChecked()) for one in shown]
        assert len({chip.y() for chip in shown}) == rows
        assert max(chip.geometry().right() for chip in shown) < width


@pytest.mark.parametrize("rows", [1, 2])
def test_each_chip_has_the_room_of_its_name_whichever_is_chosen(bar: ModeBar, rows: int) -> None:
    width = _room(bar, Density.TIGHT) // rows + (rows - 1) * 50
    bar.resize(width, 200)
    places = {chip.mode_id: chip.y() for chip in _chips(bar)}
    assert len(set(places.values())) == rows
    for changed in (False, True):
        for mode in places:
            bar.set_current(mode, changed=changed)
            shown = _chips(bar)
            assert [chip.width() for chip in shown] == [chip.sizeHint().width() for chip in shown]
            assert {chip.mode_id: chip.y() for chip in shown} == places  # a click moves nothing to another row
            for chip, following in pairwise(shown):
                gap = following.x() - chip.geometry().right() - 1
                assert gap in {2, 4} or following.x() == 0
            assert max(chip.geometry().right() for chip in shown) < width


def test_the_bar_is_as_high_as_its_rows(bar: ModeBar) -> None:
    def height_at(width: int) -> int:
        bar.resize(width, 200)
        return bar.sizeHint().height()

    one, two, most = height_at(WIDE), height_at(_room(bar, Density.TIGHT) - 1), height_at(160)
    assert one < two < most
    assert most < 4 * one  # the rest is scrolled to


def test_the_rows_are_about_equally_long(bar: ModeBar) -> None:
    bar.resize(_room(bar, Density.TIGHT) - 1, 200)
    ends: dict[int, int] = {}
    for chip in _chips(bar):
        ends[chip.y()] = max(ends.get(chip.y(), 0), chip.geometry().right())
    assert max(ends.values()) < 2 * min(ends.values())


def test_up_and_down_choose_in_the_other_row(bar: ModeBar, qtbot: QtBot) -> None:
    bar.resize(_room(bar, Density.TIGHT) - 1, 200)
    bar.set_current("chat")
    _focus(_chip(bar, "chat"), qtbot)
    told = Told(bar.mode_chosen)
    QTest.keyClick(_chip(bar, "chat"), Qt.Key.Key_Up)  # there is no row above
    assert told.all == []
    QTest.keyClick(_chip(bar, "chat"), Qt.Key.Key_Down)
    assert _chosen(bar).y() > _chip(bar, "chat").y()
    QTest.keyClick(_chosen(bar), Qt.Key.Key_Up)
    assert _chosen(bar).y() == _chip(bar, "chat").y()
    assert _chosen(bar).hasFocus()


@pytest.mark.parametrize("mode", ["balanced", "creative"])
def test_the_chosen_mode_is_always_in_sight(bar: ModeBar, mode: str, qtbot: QtBot) -> None:
    bar.resize(160, 60)
    bar.set_current(mode)
    chip = _chip(bar, mode)

    def is_in_sight() -> bool:
        return bar.viewport().rect().contains(chip.rect().translated(chip.mapTo(bar.viewport(), QPoint())))

    qtbot.waitUntil(is_in_sight)


def test_chips_are_tinted_by_their_temperature_on_this_model(bar: ModeBar, qtbot: QtBot) -> None:
    for theme in (LIGHT, DARK):
        bar.apply_theme(theme)
        one = preset("creative", family("r1"))
        tint = temperature_colour(theme, one.settings.temperature, one.caution_from, one.breaks_down_from)
        assert tint.rgb() in _colours(_chip(bar, "creative"))
    bar.apply_theme(LIGHT)
    on_r1 = _colours(_chip(bar, "creative"))
    bar.set_modes(presets("qwen2.5"))
    qtbot.waitUntil(lambda: len(_chips(bar)) == 1 + len(modes()))
    assert _colours(_chip(bar, "creative")) != on_r1


def test_auto_shows_its_name_alone_until_there_is_a_question(bar: ModeBar) -> None:
    bar.set_current(AUTO)
    assert _chosen(bar).text() == "Auto"
    picked = preset("math", family("r1"))
    bar.show_routed(picked, 0.55)
    assert _chosen(bar).text() == _chosen(bar).accessibleName() == "Auto: Maths 0.55"
    bar.show_routed(None, 0.55)
    assert _chosen(bar).text() == "Auto"


@pytest.mark.parametrize(("language", "shown"), [("en", "Auto: Maths 0.55"), ("zh_CN", "自动：数学 0.55")])
def test_what_auto_picks_is_tinted_by_its_temperature_and_explained(language: str, shown: str, qtbot: QtBot) -> None:
    say = phrasebook(language)
    made = ModeBar(say=say, theme=LIGHT)
    qtbot.addWidget(made)
    made.set_modes(presets())
    picked = preset("math", family("r1"))
    made.show_routed(picked, 0.55)
    made.set_current(AUTO)
    chip = _chosen(made)
    assert chip.text() == shown
    assert say("mode.math.description") in chip.toolTip()
    assert "Alt+A" in chip.toolTip()
    tint = temperature_colour(LIGHT, 0.55, picked.caution_from, picked.breaks_down_from)
    assert _colours(chip) != _colours(_chip(made, "creative"))
    chip.set_density(Density.FULL)
    assert tint.rgb() in _colours(chip)


def test_the_other_modes_keep_their_shape_while_auto_changes_its_mind(bar: ModeBar) -> None:
    """What Auto may come to show is reckoned with from the start: typing must not turn names into icons."""
    bar.set_current(AUTO)
    for width in range(400, WIDE, 40):
        bar.resize(width, bar.height())
        widths = set()
        for one in (None, *presets()):
            bar.show_routed(one, one.settings.temperature if one else 0.0)
            widths.add(tuple(chip.sizeHint().width() for chip in _chips(bar)[1:]))
        assert len(widths) == 1


def test_a_mode_of_ones_own_has_its_colour_and_a_menu_and_no_key(bar: ModeBar, qtbot: QtBot) -> None:
    own = UserPreset(id="user-code-0123abcd", name="Reviewing very long patches", base="code", colour="#d946ef")
    bar.set_modes([*presets(), as_preset(own, preset("code", family("r1")))])
    bar.set_current(own.id)
    chip = _chip(bar, own.id)
    assert chip.text() == "Reviewing very…"
    assert own.name in chip.toolTip()
    assert "Alt+" not in chip.toolTip()
    told = Told(bar.edit_requested)
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        at = chip.rect().center()
        QApplication.sendEvent(chip, QContextMenuEvent(reason, at, chip.mapToGlobal(at)))
        menu = bar.findChildren(QMenu)[-1]
        qtbot.waitUntil(menu.isVisible)
        menu.actions()[0].trigger()
        menu.close()
    assert told.all == [own.id, own.id]
    builtin = _chip(bar, "code")
    at = builtin.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, builtin.mapToGlobal(at))
    QApplication.sendEvent(builtin, event)
    assert not event.isAccepted()


def test_screen_readers_see_chosen_and_other_modes(bar: ModeBar) -> None:
    seen = {chip.mode_id: QAccessible.queryAccessibleInterface(chip) for chip in _chips(bar)}
    assert seen["math"].text(QAccessible.Text.Name) == "Maths"
    assert seen["math"].state().checked
    assert not seen["code"].state().checked
    assert "Recommended 0.5–0.6" in seen["math"].text(QAccessible.Text.Description)


def _chips(bar: ModeBar) -> list[ModeChip]:
    return [chip for chip in bar.findChildren(ModeChip) if not chip.isHidden()]


def _chip(bar: ModeBar, mode_id: str) -> ModeChip:
    return next(chip for chip in _chips(bar) if chip.mode_id == mode_id)


def _chosen(bar: ModeBar) -> ModeChip:
    (chosen,) = (chip for chip in _chips(bar) if chip.isChecked())
    return chosen


def _room(bar: ModeBar, density: Density) -> int:
    """Return the width that all chips need in one row, whichever is chosen."""
    rooms = [chip.room_at(density) for chip in _chips(bar)]
    return sum(own for own, _ in rooms) + max(growth for _, growth in rooms) + density.gap * (len(rooms) - 1)


def _focus(chip: ModeChip, qtbot: QtBot) -> None:
    chip.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(chip.hasFocus)


def _colours(chip: ModeChip) -> set[int]:
    chip.resize(chip.sizeHint())
    picture = chip.grab().toImage()
    return {QColor(picture.pixel(x, y)).rgb() for x in range(picture.width()) for y in range(picture.height())}
