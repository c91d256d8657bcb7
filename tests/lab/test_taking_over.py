"""A recommendation becomes the user's own band for a mode."""

from datetime import date

from models.catalog import Band, Point
from models.lab import Cell, measured_band, recommend


def test_what_is_recommended_is_taken_over_with_its_results() -> None:
    found = recommend([Cell("a", 0.3, 18, 20), Cell("a", 0.6, 19, 20), Cell("a", 0.9, 2, 20)])
    band = measured_band(found, model="m", mode="math", tasks=1, run="r", when=date(2026, 5, 31))
    assert band is not None
    assert (band.band, band.best, band.when) == (Band(0.3, 0.6), 0.6, "2026-05-31")
    assert band.points == (Point(0.3, 18, 20), Point(0.6, 19, 20), Point(0.9, 2, 20))


def test_without_a_difference_there_is_nothing_to_take_over() -> None:
    found = recommend([Cell("a", 0.3, 18, 20), Cell("a", 0.6, 18, 20)])
    assert measured_band(found, model="m", mode="math", tasks=1, run="r") is None
