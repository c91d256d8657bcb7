"""A temperature is written alike wherever the user reads it."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.control.footer import footer_of
from desktop.control.warmth import warmths_in
from desktop.settings.presets.summary import summary
from desktop.settings.temperature_slider import TemperatureSlider
from desktop.settings.temperature_track import TemperatureTrack
from desktop.theme import LIGHT
from models.catalog import family
from models.exchange.record_line import record_line
from models.history import AnswerState, History
from models.record import SectionSpan
from models.sampling import SamplingOverrides, SamplingSettings, TextSection, preset
from models.settings import declarations
from models.texts import Phrasebook
from tests.history.samples import RECORD
from tests.settings_panel.finding import child


@pytest.mark.parametrize(
    ("temperature", "written"), [(0.0, "0.0"), (0.05, "0.05"), (0.55, "0.55"), (0.6, "0.6"), (1.0, "1.0"), (2.0, "2.0")]
)
def test_it_stands_under_an_answer_as_beside_the_slider(
    temperature: float, written: str, history: History, qtbot: QtBot
) -> None:
    say = Phrasebook("en")
    slider = TemperatureSlider(declarations(SamplingSettings)[0], say=say, theme=LIGHT)
    qtbot.addWidget(slider)
    slider.show_value(temperature, preset("math", family("r1")))
    assert child(slider, TemperatureTrack).accessibleDescription().startswith(f"{written}. ")

    record = replace(RECORD, settings=replace(RECORD.settings, temperature=temperature))
    answer = history.messages.begin_answer(
        history.messages.ask(history.conversations.create(mode="balanced").id, "Hello?")
    )
    history.messages.finish_answer(answer, state=AnswerState.COMPLETE, content="Hello.", record=record)
    footer = footer_of(history.messages.get(answer), say=say)
    assert footer is not None
    (warmth,) = warmths_in((SectionSpan(0, TextSection.PROSE, temperature, seed=1, start=0),), "r1", say=say)
    own = summary(SamplingOverrides().with_value("temperature", temperature), say=say)
    (exported,) = [part for part in record_line(record, say).split(" · ") if part.startswith("temperature ")]
    shown = [footer.temperature, warmth.label.rpartition(", ")[2], own.removeprefix("Temperature ")]
    assert [*shown, exported.removeprefix("temperature ")] == [written] * 4
