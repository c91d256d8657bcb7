"""The settings changed by hand in one conversation."""

from collections.abc import Callable

import pytest

from models.history import SamplingOverrides
from models.history.overrides import decode_overrides, encode_overrides
from models.sampling import Overflow, SamplingSettings


def test_overrides_change_only_what_was_changed() -> None:
    overrides = SamplingOverrides().with_value("temperature", 0.3).with_value("seed", 7).with_value("temperature", 1)
    assert overrides.names() == {"temperature", "seed"}
    mode = SamplingSettings(temperature=0.6, top_k=20, seed=None)
    assert overrides.on(mode) == SamplingSettings(temperature=1.0, top_k=20, seed=7)


def test_automatic_is_a_value_too() -> None:
    overrides = SamplingOverrides().with_value("max_thinking_tokens", None)
    assert overrides.on(SamplingSettings(max_thinking_tokens=512)).max_thinking_tokens is None


def test_setting_given_back_takes_the_value_of_the_mode() -> None:
    overrides = SamplingOverrides().with_value("temperature", 0.3).with_value("top_p", 0.5).without("temperature")
    assert overrides == SamplingOverrides().with_value("top_p", 0.5)
    assert overrides.on(SamplingSettings(temperature=0.6)).temperature == 0.6


def test_order_of_changes_does_not_matter() -> None:
    one = SamplingOverrides().with_value("top_p", 0.5).with_value("min_p", 0.1)
    assert one == SamplingOverrides().with_value("min_p", 0.1).with_value("top_p", 0.5)


def test_wrong_values_are_refused() -> None:
    with pytest.raises(ValueError, match="between"):
        SamplingOverrides().with_value("temperature", 3)
    with pytest.raises(KeyError):
        SamplingOverrides().with_value("warmth", 1)


def test_stored_form_comes_back_equal() -> None:
    overrides = SamplingOverrides().with_value("temperature", 0.35).with_value("top_k", 0).with_value("seed", None)
    assert decode_overrides(encode_overrides(overrides)) == overrides
    assert decode_overrides(encode_overrides(SamplingOverrides())) == SamplingOverrides()


def test_texts_and_choices_come_back_equal() -> None:
    overrides = SamplingOverrides()
    for name, value in (
        ("follow_text", True),
        ("stop", ("\n\n", "结束")),
        ("schema", "{}"),
        ("overflow", Overflow.STOP),
    ):
        overrides = overrides.with_value(name, value)
    found = decode_overrides(encode_overrides(overrides))
    assert found == overrides
    assert found.on(SamplingSettings()).overflow is Overflow.STOP


@pytest.mark.parametrize(
    "stored",
    [
        '{"top_k": 5, "warmth": 1}',
        '{"top_k": 5, "temperature": 90}',
        '{"top_k": 5, "min_p": "many"}',
        '{"top_k": 5, "stop": [""]}',
        '{"top_k": 5, "stop": "one"}',
    ],
)
def test_stored_value_no_longer_allowed_is_dropped_alone(stored: str, expected_log: Callable[[str], None]) -> None:
    expected_log("dropped the setting")
    assert decode_overrides(stored) == SamplingOverrides().with_value("top_k", 5)


@pytest.mark.parametrize("stored", ["", "[]", '{"top_k": {}}'])
def test_stored_nonsense_is_no_override(stored: str, expected_log: Callable[[str], None]) -> None:
    expected_log("dropped the settings")
    assert decode_overrides(stored) == SamplingOverrides()
