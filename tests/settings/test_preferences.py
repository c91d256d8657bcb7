"""The preferences agree with the parts of the program that they are about."""

from models.settings import Language, Preferences, declarations
from models.texts import LANGUAGES


def test_every_language_of_the_texts_can_be_chosen() -> None:
    assert [item.value for item in Language] == ["system", *LANGUAGES]


def test_only_choices_have_rows_in_a_panel() -> None:
    shown = [item.name for item in declarations(Preferences) if item.shown]
    assert shown == ["theme", "language", "font_scale", "enter_sends", "work_ahead", "old_thinking", "calm_answers"]
