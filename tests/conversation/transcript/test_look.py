"""Themes, sizes, languages, widths: what is drawn."""

import dataclasses

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.conversation.transcript import MessageView
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.input import name_of, tip_of
from desktop.theme import DARK, LIGHT
from models.engine import Role
from models.texts import Phrasebook
from tests.conversation.transcript.conftest import Colours, Open, Opened
from tests.conversation.transcript.samples import EVERYTHING, FOOTER, PARAGRAPH, answer, conversation, question

CHINESE = "温度控制采样的随机性，**数值越低**，回答越稳定。" * 8
CODE = "```python\ndef f(x):\n    return 'text'  # comment\n```"


def test_theme_changes_every_colour(opened: Open, colours: Colours) -> None:
    screen = opened(question(1), answer(2, EVERYTHING, thinking="Hm."), width=500, height=700)
    light = colours(screen.picture())
    assert {LIGHT.surface, LIGHT.border, LIGHT.raised} <= light
    screen.transcript.apply_theme(DARK)
    dark = colours(screen.picture())
    assert {DARK.surface, DARK.border, DARK.raised} <= dark
    assert not {LIGHT.surface, LIGHT.raised, LIGHT.user_bubble} & dark


def test_theme_keeps_place_and_selection(opened: Open) -> None:
    screen = opened(*conversation(40))
    screen.scroll_to(screen.stage.reading.scroll - 800)
    screen.drag(screen.point(37, 0, 0), screen.point(37, 0, 6))
    scroll = screen.stage.reading.scroll
    screen.transcript.apply_theme(DARK)
    assert screen.stage.reading.scroll == scroll
    assert screen.transcript.selected_text() == "Answer"


def test_selected_text_is_seen(opened: Open, colours: Colours) -> None:
    screen = opened(answer(1, "Some words.\n\n" + CODE))
    assert LIGHT.selection not in colours(screen.picture())
    screen.transcript.select_all()
    assert LIGHT.selection in colours(screen.picture())


def test_larger_text_takes_more_room(opened: Open) -> None:
    screen = opened(answer(1, PARAGRAPH))
    before = screen.stage.flow.height
    screen.transcript.set_font_scale(1.5)
    assert screen.stage.flow.height > 1.4 * before


def test_chinese_text_wraps_inside_the_column(opened: Open) -> None:
    text = f"{CHINESE}\n\n- {CHINESE}\n\n| {CHINESE} | b |\n|-|-|\n"
    screen = opened(question(1, CHINESE), answer(2, text), width=500)
    for item in screen.stage.flow.items:
        assert item.layout is not None
        for slot in item.layout.slots:
            if slot.box is None or not slot.box.text:
                continue
            rects = slot.box.rects(0, len(slot.box.text))
            assert len(rects) > 3
            assert all(rect.right() <= slot.width + 1.0 for rect in rects)
            assert slot.x + slot.width <= 500


def test_question_stands_in_a_bubble_at_the_right(opened: Open) -> None:
    screen = opened(question(1, "Hi"), answer(2))
    picture = screen.picture()
    y = screen.point(1, 0, 1).y()
    row = [QColor(picture.pixel(x, y)).name() for x in range(picture.width())]
    first, last = row.index(LIGHT.user_bubble), len(row) - 1 - row[::-1].index(LIGHT.user_bubble)
    assert first > picture.width() / 2
    assert last - first < 80


def test_answer_stands_closer_to_its_question_than_to_the_next_one(opened: Open) -> None:
    screen = opened(question(1), answer(2, "An answer."), question(3))
    flow = screen.stage.flow
    rows = [screen.stage.rect(Target(message, Control(ControlKind.MORE))) for message in (1, 2)]
    gaps = [flow.top(number) - row.bottom() for number, row in enumerate(rows, start=1)]
    assert gaps == pytest.approx([14.0, 28.0])


def test_closed_code_is_coloured_later(opened: Open, qtbot: QtBot, colours: Colours) -> None:
    screen = opened(answer(1, CODE))
    qtbot.waitUntil(lambda: LIGHT.accent in colours(screen.picture()))


def test_open_code_stays_plain(opened: Open, qtbot: QtBot, colours: Colours) -> None:
    screen = opened(answer(1, CODE.removesuffix("```"), streaming=True))
    qtbot.wait(100)
    item = screen.stage.item(1)
    assert item.layout is not None
    colours_of_code = colours(screen.picture().copy(70, 24, 300, 100))
    assert LIGHT.accent not in colours_of_code


@pytest.mark.parametrize("language", ["", "no-such-language", "python\u0000", "<b>"])
def test_code_of_any_language_is_shown(opened: Open, qtbot: QtBot, language: str) -> None:
    screen = opened(answer(1, f"```{language}\nx = 1\n```"))
    screen.picture()
    qtbot.wait(50)
    assert screen.picture().width() > 0


def _badge(screen: Opened, position: float) -> QColor:
    view = answer(1)
    footer = dataclasses.replace(FOOTER, position=position)
    screen.transcript.replace_message(dataclasses.replace(view, footer=footer))
    centre = screen.centre(Target(1, Control(ControlKind.RECORD)))
    picture: QImage = screen.picture()
    row = [picture.pixelColor(x, centre.y()) for x in range(centre.x())]
    return max(row, key=lambda colour: colour.hsvSaturation())


def test_badge_has_the_temperature_s_colour(opened: Open) -> None:
    screen = opened(answer(1))
    cool, hot = _badge(screen, 0.0), _badge(screen, 1.0)
    assert cool.name() == LIGHT.cool
    assert hot.name() == LIGHT.hot


def test_another_language_is_spoken_at_once(opened: Open) -> None:
    screen = opened(answer(1, "![cat](https://a.example/x.png)", thinking="Hm."))
    screen.transcript.retranslate(Phrasebook("zh_CN"))
    head = Target(1, Control(ControlKind.THINKING, Section.THINKING))
    assert name_of(screen.stage, head) == "思考过程"
    layout = screen.stage.item(1).layout
    assert layout is not None
    assert next(slot.box.text for slot in layout.slots if slot.block and slot.box).startswith("图片：")


def test_tool_tips_are_plain_text(opened: Open) -> None:
    screen = opened(answer(1, "[x](https://a.example/<b>&)"))
    link = Target(1, Control(ControlKind.LINK, Section.ANSWER, 0))
    tip = tip_of(screen.stage, screen.surface.actions_, link)
    assert "<b>" not in tip
    assert "https://a.example/" in tip


def test_note_is_shown_under_the_text(opened: Open) -> None:
    without = opened(answer(1)).stage.flow.height
    noted = MessageView(1, Role.ASSISTANT, answer(1).text, footer=FOOTER, note="Stopped.")
    assert opened(noted).stage.flow.height > without + 15


def test_nothing_is_drawn_without_messages(opened: Open, colours: Colours) -> None:
    assert colours(opened(width=300, height=200).picture()) == {LIGHT.surface}


@pytest.mark.parametrize("width", [280, 500, 1400])
def test_everything_is_drawn_in_any_width(opened: Open, width: int) -> None:
    screen = opened(question(1, EVERYTHING), answer(2, EVERYTHING * 2, thinking=EVERYTHING), width=width)
    screen.transcript.select_all()
    bar = screen.surface.verticalScrollBar()
    for value in range(0, bar.maximum(), 400):
        bar.setValue(value)
        screen.picture()
    columns = [slot.x + slot.width for item in screen.stage.flow.items if item.layout for slot in item.layout.slots]
    assert max(columns) <= width
    assert min(slot.x for item in screen.stage.flow.items if item.layout for slot in item.layout.slots) >= 0


def test_instructions_are_no_message() -> None:
    with pytest.raises(ValueError, match="no message"):
        MessageView(1, Role.SYSTEM, "You are helpful.")


def test_id_is_used_once(opened: Open) -> None:
    screen = opened(answer(1))
    with pytest.raises(ValueError, match="already"):
        screen.transcript.append_message(answer(1))
    with pytest.raises(ValueError, match="same id"):
        screen.transcript.set_messages([question(2), answer(2)])
    assert [item.view.id for item in screen.stage.flow.items] == [1]
