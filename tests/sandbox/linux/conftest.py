"""Fixtures of the escape tests: who tries to escape, and what is planted for them to find."""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.sandbox import Limits, PythonRunner, available, run_python
from tests.sandbox.linux.runners import PLANTED, Nobody

assert sys.platform == "linux"  # tells the type checker


@pytest.fixture(autouse=True)
def _containment() -> None:
    containment = available()
    if containment.reason.id in {"sandbox.unavailable.switch", "sandbox.unavailable.namespaces"}:
        pytest.skip(containment.details)  # the machine forbids it, to root too: nothing would be run there
    assert containment.available, containment.details


@pytest.fixture(scope="package", autouse=True)
def nobody() -> Iterator[Nobody | None]:
    """A process of nobody's that runs code for all tests here, where this user is root."""
    if os.geteuid() != 0:
        yield None
        return
    process = Nobody()
    yield process
    process.close()


@pytest.fixture(params=["self", "nobody"] if os.geteuid() == 0 else ["self"])
def run(request: pytest.FixtureRequest, nobody: Nobody | None) -> PythonRunner:
    """Who runs the code: this user, and nobody where this user is root."""
    return nobody if nobody and request.param == "nobody" else run_python


@pytest.fixture
def limits() -> Limits:
    """Limits that are soon reached."""
    return Limits(seconds=20, memory=256 << 20, disk=4 << 20, output=1 << 14)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with something in it that everybody may read and write."""
    with tempfile.TemporaryDirectory() as name:
        planted = Path(name)
        planted.chmod(0o777)
        secret = planted / "secret.txt"
        secret.write_text(PLANTED)
        secret.chmod(0o666)
        monkeypatch.setenv("HOME", name)
        yield planted
