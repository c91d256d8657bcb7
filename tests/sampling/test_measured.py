"""The bands that were measured on this machine are kept by model and mode."""

from dataclasses import replace
from pathlib import Path

import pytest

from models.catalog import Band, Point, family
from models.errors import UserError
from models.sampling import MeasuredBand, MeasuredBands, changed, preset

BAND = MeasuredBand(
    model="smollm2-135m-instruct:Q8_0",
    mode="math",
    band=Band(0.3, 0.6),
    best=0.5,
    points=(Point(0.3, 18, 20), Point(0.5, 19, 20), Point(0.9, 4, 20)),
    tasks=4,
    when="2026-05-31",
    run="a1",
)


def test_a_band_comes_back_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "lab" / "bands.toml"
    bands = MeasuredBands(path)
    assert bands.get(BAND.model, "math") is None
    bands.keep(BAND)
    for kept in (bands, MeasuredBands(path)):
        assert kept.get(BAND.model, "math") == BAND
        assert kept.get(BAND.model, "code") is None
        assert kept.get("other", "math") is None
    assert [item.name for item in path.parent.iterdir()] == ["bands.toml"]


def test_the_newest_band_counts_and_can_be_forgotten(tmp_path: Path) -> None:
    bands = MeasuredBands(tmp_path / "bands.toml")
    bands.keep(BAND)
    bands.keep(MeasuredBand(**{name: getattr(BAND, name) for name in BAND.__struct_fields__} | {"best": 0.3}))
    bands.forget(BAND.model, "code")
    kept = MeasuredBands(tmp_path / "bands.toml").get(BAND.model, "math")
    assert kept is not None
    assert kept.best == 0.3
    bands.forget(BAND.model, "math")
    assert MeasuredBands(tmp_path / "bands.toml").get(BAND.model, "math") is None


@pytest.mark.parametrize("content", [b"bands = 1", b"\xff", b"[[bands]]\nmodel = 'a'\n", b"colour = 1", b"["])
def test_a_damaged_file_says_nothing_and_is_not_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bands.toml"
    path.write_bytes(content)
    bands = MeasuredBands(path)
    assert bands.get(BAND.model, "math") is None
    with pytest.raises(UserError) as raised:
        bands.keep(BAND)
    assert raised.value.text.id == "lab.bands.unreadable"
    assert path.read_bytes() == content


def test_a_band_of_a_newer_version_is_neither_used_nor_lost(tmp_path: Path) -> None:
    path = tmp_path / "bands.toml"
    MeasuredBands(path).keep(BAND)
    path.write_text(path.read_text("utf-8").replace('mode = "math"', 'mode = "math"\nwhile_thinking = true'), "utf-8")
    before = path.read_bytes()
    bands = MeasuredBands(path)
    assert bands.get(BAND.model, "math") is None
    with pytest.raises(UserError, match=r"lab\.bands\.unreadable"):
        bands.keep(BAND)
    with pytest.raises(UserError, match=r"lab\.bands\.unreadable"):
        bands.forget(BAND.model, "math")
    assert path.read_bytes() == before


def test_the_result_at_a_temperature_is_the_nearest_one() -> None:
    assert BAND.at(0.51) == Point(0.5, 19, 20)
    assert BAND.at(0.6) is None


def test_what_was_measured_changes_no_setting_by_itself() -> None:
    plain = preset("math", family("smollm2"))
    assert not changed(plain.settings, replace(plain, measured=BAND))
