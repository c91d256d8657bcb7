"""The reader of the data files: what it refuses, and what it says about it."""

import pytest

from models.catalog.data import Band, decode, require_unique
from models.catalog.evidence import Evidence, Grade

PUBLISHED = b'{"grade": "published", "text": "evidence.x", "source": "a paper", "runs": [3, 5], "prompts": 1}'


def test_evidence_is_read_with_its_size() -> None:
    found = decode(PUBLISHED, Evidence, "x.json")
    assert found == Evidence(grade=Grade.PUBLISHED, text="evidence.x", source="a paper", runs=(3, 5), prompts=1)


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        (PUBLISHED.replace(b'"prompts"', b'"promts"'), "promts"),
        (PUBLISHED.replace(b"published", b"proven"), r"\$\.grade"),
        (PUBLISHED.replace(b"evidence.x", b"Evidence X"), r"\$\.text"),
        (PUBLISHED.replace(b"a paper", b""), r"\$\.source"),
        (PUBLISHED.replace(b"[3, 5]", b"[0, 5]"), r"\$\.runs"),
        (PUBLISHED.replace(b"[3, 5]", b"[5, 3]"), "upside down"),
        (PUBLISHED.replace(b', "prompts": 1', b""), "number of runs and prompts"),
        (PUBLISHED.replace(b"published", b"judgement"), "number of runs and prompts"),
        (PUBLISHED[:-1], "truncated"),
        (PUBLISHED.replace(b"a paper", b"\xff"), "utf-8|UTF-8"),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_place(wrong: bytes, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as caught:
        decode(wrong, Evidence, "x.json")
    assert str(caught.value).startswith("x.json: ")


def test_a_band_holds_both_its_ends_and_the_rounding_of_a_slider() -> None:
    band = Band(0.5, 0.7)
    assert 0.5 in band
    assert 0.7 in band
    assert 0.1 * 7 in band
    assert 0.49 not in band
    assert 0.71 not in band


def test_a_band_upside_down_is_refused() -> None:
    with pytest.raises(ValueError, match="upside down"):
        decode(b"[0.7, 0.5]", Band, "x.json")


def test_a_name_given_twice_is_named() -> None:
    require_unique(("a", "b"), "mode")
    with pytest.raises(ValueError, match="mode given twice: a"):
        require_unique(("a", "b", "a"), "mode")
