"""File sizes as people write them."""

import pytest

from desktop.library.sizes import shown_size


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "1 MB"),
        (98_362_432, "98 MB"),
        (999_400_000, "999 MB"),
        (999_600_000, "1.0 GB"),
        (1_117_320_800, "1.1 GB"),
        (15_237_853_184, "15.2 GB"),
    ],
)
def test_three_digits_at_most_before_the_unit_changes(size: int, shown: str) -> None:
    assert shown_size(size) == shown
