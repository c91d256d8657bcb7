"""The lists that go with a package: notices for people, ingredients for machines, checksums of what is downloaded."""

import hashlib
import json
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tools.package import checksums
from tools.package.inventory import Component, Kind, LicenceText, Part
from tools.package.notices import notices
from tools.package.sbom import build_time, sbom
from tools.system import NotReadyError

SHARED = LicenceText("LICENSE", "Take it.\r\nKeep this line.  \n")
MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def listed(tmp_path: Path) -> list[Component]:
    (tmp_path / "liba.so").write_bytes(b"library")
    return [
        Component(
            name="zeta",
            version="2",
            kind=Kind.PYTHON_PACKAGE,
            licence="MIT",
            texts=(SHARED,),
            purl="pkg:pypi/zeta@2",
            source="https://example.org/zeta and more",
        ),
        Component(
            name="Alpha",
            version="1",
            kind=Kind.LIBRARY,
            licence="LicenseRef-Alpha",
            texts=(SHARED,),
            files=("liba.so",),
            parts=(Part("crate", "0.1", "MIT OR Apache-2.0", "pkg:cargo/crate@0.1"),),
        ),
        Component(name="Model", version="revision", kind=Kind.MODEL, licence="Apache-2.0", texts=(SHARED,)),
    ]


def test_notices_name_everything_in_order_and_print_a_shared_text_once(listed: list[Component]) -> None:
    text = notices(listed)
    contents = text.partition("CONTENTS\n")[2].partition("=====")[0].split("\n")
    named = [line.strip() for line in contents if line]
    assert named == ["Alpha 1: LicenseRef-Alpha", "Model: Apache-2.0", "zeta 2: MIT"]
    assert text.count("Take it.\nKeep this line.\n") == 1
    assert text.count("(the same text as under Alpha 1)") == 2
    assert "Compiled into it: crate 0.1 (MIT OR Apache-2.0)" in text
    assert "Source code: https://example.org/zeta" in text


def test_notices_say_how_to_replace_qt_where_it_is(listed: list[Component]) -> None:
    assert "you may replace them" not in notices(listed)
    qt = Component(name="Qt and PySide6", version="6", kind=Kind.LIBRARY, licence="LGPL-3.0-only", texts=(SHARED,))
    assert "you may replace them" in notices([*listed, qt])


def test_ingredients_are_valid_have_hashes_and_are_the_same_each_time(listed: list[Component], tmp_path: Path) -> None:
    text = sbom(listed, tmp_path, made=MADE)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    found = {one["name"]: one for one in json.loads(text)["components"]}
    assert found["zeta"]["purl"] == "pkg:pypi/zeta@2"
    assert found["zeta"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert found["Model"]["type"] == "machine-learning-model"
    inside = {one["name"]: one for one in found["Alpha"]["components"]}
    assert inside["liba.so"]["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(b"library").hexdigest()}]
    assert inside["crate"]["licenses"] == [{"expression": "MIT OR Apache-2.0"}]
    assert sbom(list(reversed(listed)), tmp_path, made=MADE) == text


def test_another_program_has_another_number(listed: list[Component], tmp_path: Path) -> None:
    first = json.loads(sbom(listed, tmp_path, made=MADE))["serialNumber"]
    (tmp_path / "liba.so").write_bytes(b"another library")
    assert json.loads(sbom(listed, tmp_path, made=MADE))["serialNumber"] != first


def test_the_time_of_a_package_can_be_set_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert build_time() == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_checksums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    (tmp_path / "tempera_0.1.0_amd64.deb").write_bytes(b"one")
    (tmp_path / "tempera 中.tar.gz").write_bytes(b"two")
    checksums.write(tmp_path)
    checksums.write(tmp_path)  # its own file is not in it
    if (program := shutil.which("sha256sum")) is None:
        pytest.skip("sha256sum is not here")
    command = (program, "--check", "--strict", checksums.NAME)
    assert subprocess.run(command, cwd=tmp_path, check=False, capture_output=True).returncode == 0
    assert len((tmp_path / checksums.NAME).read_text("utf-8").splitlines()) == 2


def test_a_folder_without_packages_has_no_checksums(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError):
        checksums.write(tmp_path)
