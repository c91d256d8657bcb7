"""A release tells what the changelog says of its version, and stops where there is nothing to tell."""

from pathlib import Path

import pytest

from tools.package.layout import version
from tools.package.release_notes import main, notes
from tools.system import NotReadyError

CHANGELOG = """# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-01

### Added

- A thing.

## [0.1.0] - 2026-11-22

- The first.
"""


def test_the_section_of_a_version_is_all_of_it_and_nothing_else() -> None:
    assert notes(CHANGELOG, "0.2.0") == "### Added\n\n- A thing.\n"
    assert notes(CHANGELOG, "0.1.0") == "- The first.\n"


@pytest.mark.parametrize("wanted", ["Unreleased", "0.3.0", "0.1"])
def test_a_version_of_which_nothing_is_said_is_not_released(wanted: str) -> None:
    with pytest.raises(NotReadyError, match=wanted):
        notes(CHANGELOG, wanted)


def test_this_version_can_be_told_of_and_its_tag_must_be_its_own(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    assert main((str(file), "--tag", f"v{version()}")) == 0
    assert file.read_text("utf-8").strip()
    with pytest.raises(NotReadyError, match=r"v99\.0"):
        main((str(file), "--tag", "v99.0"))
