"""The mode and what was changed on top of it."""

from dataclasses import replace
from pathlib import Path

from desktop.control import SamplingChoice
from models.catalog import AUTO
from models.history import SamplingOverrides
from models.record import ModeSource
from models.sampling import FileSampling
from tests.support.scripted_engine import loaded

MATHS = "Solve the equation x^2 - 5x + 6 = 0 and find both roots."


def test_a_mode_means_other_numbers_on_another_model() -> None:
    choice = SamplingChoice()
    choice.choose_mode("math")
    assert choice.settings.temperature == 0.4
    choice.use_model(loaded(Path("x.gguf"), family="r1", thinks=True), None)
    assert choice.settings.temperature == 0.55


def test_a_moved_slider_keeps_the_mode_and_marks_it_changed() -> None:
    choice = SamplingChoice()
    choice.choose_mode("code")
    choice.take_settings(replace(choice.settings, temperature=0.9))
    assert (choice.mode, choice.is_changed, choice.settings.temperature) == ("code", True, 0.9)
    assert choice.overrides.names() == {"temperature"}
    choice.reset()
    assert (choice.is_changed, choice.overrides) == (False, SamplingOverrides())


def test_choosing_a_mode_drops_what_was_changed_on_the_one_before() -> None:
    choice = SamplingChoice()
    choice.take_settings(replace(choice.settings, top_p=0.5))
    choice.choose_mode("creative")
    assert not choice.is_changed


def test_what_was_changed_stays_on_another_model() -> None:
    choice = SamplingChoice()
    choice.take_settings(replace(choice.settings, temperature=0.33))
    choice.use_model(loaded(Path("x.gguf"), family="r1", thinks=True), None)
    assert choice.settings.temperature == 0.33


def test_the_authors_settings_are_one_click() -> None:
    choice = SamplingChoice()
    choice.use_model(loaded(Path("x.gguf"), family="qwen2.5"), None)
    choice.take_authors_settings()
    assert (choice.settings.temperature, choice.settings.top_p, choice.settings.top_k) == (0.7, 0.8, 20)
    assert choice.settings.repeat_penalty == 1.05


def test_the_temperatures_of_sections_follow_the_slider_and_the_mode() -> None:
    choice = SamplingChoice()
    choice.use_model(loaded(Path("x.gguf"), family="r1", thinks=True), None)
    before = choice.settings
    assert before.sections is None
    choice.take_settings(replace(before, follow_text=True))
    assert choice.overrides.names() == {"follow_text"}
    sections = choice.settings.sections
    assert sections is not None
    assert (sections.prose, sections.code) == (0.6, 0.5)
    choice.take_settings(replace(choice.settings, temperature=0.7))
    assert choice.settings.sections == replace(sections, thinking=0.7, prose=0.7, code=0.6, json=0.5, math=0.65)
    choice.take_settings(replace(choice.settings, follow_text=False))
    assert choice.overrides.names() == {"temperature"}
    assert choice.settings.sections is None


def test_an_unknown_mode_becomes_the_default() -> None:
    choice = SamplingChoice()
    choice.show("from-the-future", SamplingOverrides())
    assert choice.mode == "balanced"


def test_a_new_choice_follows_the_question() -> None:
    choice = SamplingChoice()
    assert (choice.mode, choice.is_auto, choice.routed) == (AUTO, True, None)
    assert choice.preset.mode.id == "balanced"
    choice.follow(MATHS)
    assert choice.routed is not None
    assert choice.routed.mode.id == "math"
    assert choice.settings.temperature == 0.4


def test_auto_stays_where_it_was_until_there_is_another_question() -> None:
    """What is computed ahead after an answer thus begins with the same words as the prompt before."""
    choice = SamplingChoice()
    choice.follow(MATHS)
    choice.follow("")
    assert choice.routed is None
    assert choice.now.preset.mode.id == "math"


def test_a_question_is_resolved_by_its_own_text_when_it_is_sent() -> None:
    choice = SamplingChoice()
    choice.follow("Hello, how are you today?")
    resolved = choice.for_question(MATHS)
    assert (resolved.preset.mode.id, resolved.source) == ("math", ModeSource.AUTO)
    choice.choose_mode("code")
    resolved = choice.for_question(MATHS)
    assert (resolved.preset.mode.id, resolved.source) == ("code", ModeSource.USER)


def test_what_was_changed_stays_on_top_of_whatever_auto_picks() -> None:
    choice = SamplingChoice()
    choice.take_settings(replace(choice.settings, top_p=0.5))
    assert (choice.mode, choice.for_question(MATHS).settings.top_p) == (AUTO, 0.5)
    assert choice.for_question(MATHS).settings.temperature == 0.4


def test_what_was_changed_outlives_a_mode_that_sets_the_same() -> None:
    choice = SamplingChoice()
    maths = choice.for_question(MATHS).settings.temperature
    choice.follow("Write a poem about the sea.")
    poem = choice.settings.temperature
    choice.take_settings(replace(choice.settings, temperature=maths))
    choice.follow(MATHS)
    choice.take_settings(replace(choice.settings, top_k=7))
    choice.follow("Write a poem about the sea.")
    assert (choice.settings.temperature, choice.settings.top_k) == (maths, 7)
    choice.take_settings(replace(choice.settings, temperature=poem))
    assert choice.overrides.names() == {"top_k"}


def test_another_conversation_begins_where_its_last_question_was() -> None:
    choice = SamplingChoice()
    choice.show(AUTO, SamplingOverrides(), asked=MATHS)
    assert (choice.preset.mode.id, choice.routed) == ("math", None)


def test_auto_tells_only_what_changes() -> None:
    choice = SamplingChoice()
    told: list[str] = []
    choice.changed.connect(lambda: told.append(choice.preset.mode.id))
    choice.follow(MATHS)
    choice.follow(MATHS + " Thanks")
    assert told == ["math"]
    choice.choose_mode("code")
    told.clear()
    choice.follow(MATHS)
    assert told == []


def test_an_unknown_model_goes_by_its_own_file() -> None:
    choice = SamplingChoice()
    choice.use_model(loaded(Path("x.gguf")), FileSampling(temperature=0.15))
    assert choice.settings.temperature == 0.15


def test_the_choice_is_told_only_when_the_user_chose() -> None:
    choice = SamplingChoice()
    told: list[str] = []
    choice.chosen.connect(lambda mode, _overrides: told.append(mode))
    choice.show("math", SamplingOverrides())
    assert told == []
    choice.choose_mode("json")
    assert told == ["json"]
