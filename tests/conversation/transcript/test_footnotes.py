"""Tasks and footnotes on screen."""

from pytestqt.qtbot import QtBot

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import Control, ControlKind, Section
from desktop.conversation.transcript.input.hints import description_of
from desktop.theme import LIGHT
from tests.conversation.transcript.conftest import Colours, Open
from tests.conversation.transcript.samples import PARAGRAPH, answer, question

LINK = Control(ControlKind.LINK, Section.ANSWER, 0, 0)


def test_reference_brings_its_note_on_screen_and_asks_nobody_to_open_it(opened: Open, qtbot: QtBot) -> None:
    text = "Text[^why].\n\n" + f"{PARAGRAPH}\n\n" * 20 + "[^why]: Because.\n\n" + f"{PARAGRAPH}\n\n" * 20
    screen = opened(question(1), answer(2, text))
    followed: list[str] = []
    screen.transcript.link_activated.connect(followed.append)
    screen.scroll_to(0)
    qtbot.waitUntil(lambda: screen.stage.item(2).passage(Section.ANSWER).unread == 0.0)  # it is long
    screen.click(screen.centre(Target(2, LINK)))
    layout = screen.stage.item(2).layout
    assert layout is not None
    number = layout.number_of(Section.ANSWER, 21)
    assert number is not None
    top = screen.stage.flow.top(1) + layout.top(number)
    assert 0.0 <= top - screen.stage.reading.scroll <= screen.stage.reading.screen
    assert followed == []


def test_reference_says_what_its_note_says(opened: Open) -> None:
    screen = opened(question(1), answer(2, "Text[^1] and[^2].\n\n[^1]: *Because* of this."))
    actions = screen.surface.actions_
    assert description_of(screen.stage, actions, Target(2, LINK)) == "Because of this."
    missing = LINK._replace(number=1)
    assert description_of(screen.stage, actions, Target(2, missing)) == ""
    actions.activate(Target(2, missing))


def test_done_task_is_drawn_in_another_colour_than_an_open_one(opened: Open, colours: Colours) -> None:
    accent = LIGHT.colour("accent").name()
    assert accent not in colours(opened(question(1), answer(2, "- [ ] a task")).picture())
    assert accent in colours(opened(question(1), answer(2, "- [x] a task")).picture())
