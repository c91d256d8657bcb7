"""What a model file advises itself, as its header says it."""

import logging
from dataclasses import dataclass

import pytest

from models.files import SamplingHints
from models.sampling import FileSampling, file_sampling


@dataclass(frozen=True)
class Hints:
    """A header's advice, where nothing was checked yet."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: float | None = None
    min_p: float | None = None
    repeat_penalty: float | None = None
    repeat_last_n: float | None = None


def test_the_32_bit_floats_of_a_header_become_the_figures_that_were_meant() -> None:
    header = SamplingHints(
        temperature=0.6000000238418579,
        top_p=0.949999988079071,
        top_k=20.0,
        min_p=0.0,
        repeat_penalty=1.0499999523162842,
        repeat_last_n=128.0,
    )
    assert file_sampling(header) == FileSampling(0.6, 0.95, 20, 0.0, 1.05, 128)


def test_whole_settings_are_whole_numbers() -> None:
    found = file_sampling(Hints(top_k=20.0))
    assert found == FileSampling(top_k=20)
    assert found is not None
    assert isinstance(found.top_k, int)


def test_a_file_that_says_nothing_advises_nothing() -> None:
    assert file_sampling(Hints()) is None
    assert file_sampling(SamplingHints(mirostat=2.0, sequence="kpt")) is None


@pytest.mark.parametrize(
    "wrong",
    [
        Hints(temperature=5.0),
        Hints(temperature=float("nan")),
        Hints(temperature=float("inf")),
        Hints(temperature=-0.1),
        Hints(top_p=1.5),
        Hints(top_k=20.5),
        Hints(top_k=1e30),
        Hints(repeat_penalty=0.0),
        Hints(repeat_last_n=-1.0),
    ],
)
def test_a_value_that_no_setting_can_have_is_left_out_and_logged(
    wrong: Hints, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert file_sampling(wrong) is None
    assert "is left out" in caplog.text


def test_the_other_values_of_such_a_file_still_count() -> None:
    assert file_sampling(Hints(temperature=5.0, top_p=0.8)) == FileSampling(top_p=0.8)
