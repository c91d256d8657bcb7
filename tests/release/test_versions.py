"""Which of two versions is the newer."""

from itertools import combinations

import pytest
from packaging.version import Version as Reference

from models.release import Version

_WRITTEN = (
    *("0.1.0", "0.1", "0.2.0", "0.10.0", "1", "1.0.0", "1.0.1", "2026.11.23"),
    *("1.0a1", "1.0.0-beta.2", "1.0rc1", "1.0.0-rc.2", "1.0c3", "v1.0.0", "V1.0.0alpha", "1.0.post1", "1.0rc1.post2"),
    *("1.0.dev0", "1.0.dev3", "1.0a1.dev2", "1.0.post1.dev4", "1.0+local.7", "1.0rc1.dev1", "1.0.0_pre2", "1.0preview"),
)


def test_versions_are_ordered_as_python_orders_them() -> None:
    for one, other in combinations(_WRITTEN, 2):
        mine, theirs = Version.parse(one), Version.parse(other)
        reference = Reference(one.partition("+")[0]), Reference(other.partition("+")[0])
        assert (mine < theirs, mine == theirs) == (reference[0] < reference[1], reference[0] == reference[1]), one
        assert (hash(mine) == hash(theirs)) or mine != theirs


@pytest.mark.parametrize("text", ["", "nightly", "1.", "v", "1.0-x", "1..0", "1!2.0", "1.0 beta", "\uff19.0", "1" * 40])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        Version.parse(text)


def test_a_version_is_written_without_the_letter_of_its_tag() -> None:
    assert str(Version.parse("v1.2.0rc1")) == "1.2.0rc1"
    assert [Version.parse(text).is_final for text in ("1.2.0", "1.2.0.post1", "1.2.0rc1", "1.2.0.dev1")] == [
        *(True, True),
        *(False, False),
    ]
