"""Amounts as people write them."""

import pytest

from desktop.library.amounts import memory_text, parameters_text, rate_text, size_text, time_left_text
from desktop.library.fit import Fit, fit_words
from models.runtime import Grade
from models.texts import Phrasebook


def test_sizes_are_exact_about_or_unknown(say: Phrasebook) -> None:
    assert size_text(1_117_320_800, say) == "1.1 GB"
    assert size_text(1_285_000_000, say, about=True) == "about 1.3 GB"
    assert size_text(None, say) == "size unknown"


@pytest.mark.parametrize(("rate", "shown"), [(8_340_000, "8.3 MB/s"), (999_000, "999 kB/s"), (0.0, "0 kB/s")])
def test_speeds(rate: float, shown: str) -> None:
    assert rate_text(rate) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0.2, "about 5 s left"),
        (43, "about 45 s left"),
        (85, "about 1 min left"),
        (3599, "about 60 min left"),
        (7300, "about 2 h 1 min left"),
    ],
)
def test_time_left_does_not_flicker(seconds: float, shown: str, say: Phrasebook) -> None:
    assert time_left_text(seconds, say) == shown


@pytest.mark.parametrize(
    ("amount", "shown"), [(2 << 30, "2.0 GiB"), (300 << 20, "300 MiB"), (0, "0 MiB"), (1023 << 20, "1,023 MiB")]
)
def test_memory(amount: int, shown: str) -> None:
    assert memory_text(amount) == shown


def test_parameters(say: Phrasebook) -> None:
    assert parameters_text(134_515_008, say) == "135 million parameters"
    assert parameters_text(999_885_952, say) == "1.0 billion parameters"
    assert parameters_text(7_615_616_512, say) == "7.6 billion parameters"


@pytest.mark.parametrize(
    ("fit", "words"),
    [
        (Fit(Grade.FITS), "Fits the GPU"),
        (Fit(Grade.PARTLY, 2.34), "Partly on the GPU, about 2.3× slower"),
        (Fit(Grade.PARTLY, 12.6), "Partly on the GPU, about 13× slower"),
        (Fit(Grade.CPU, 4.0), "Runs on the processor"),
        (Fit(Grade.TOO_LARGE), "Does not fit"),
    ],
)
def test_grades_are_words(fit: Fit, words: str, say: Phrasebook) -> None:
    assert fit_words(fit, say) == words
