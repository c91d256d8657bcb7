"""The mode and what was changed on top of it."""

from dataclasses import replace
from pathlib import Path

from desktop.control import SamplingChoice
from models.history import SamplingOverrides
from models.sampling import FileSampling
from tests.support.scripted_engine import loaded


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


def test_an_unknown_mode_becomes_the_default() -> None:
    choice = SamplingChoice()
    choice.show("from-the-future", SamplingOverrides())
    assert choice.mode == "balanced"


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
