"""The guards of `tests/conftest.py` fail a test for what it leaves behind, and let tidy tests pass."""

import re
import subprocess
import sys

import pytest

from tests.project.source import ROOT

TESTS = """
import logging, os, subprocess, sys, threading, time
import pytest
from tests.support import left_over

left_over.PATIENCE = 3.0
log = logging.getLogger("tempera.test")
SLEEP = [sys.executable, "-c", "import time; time.sleep(20)"]

def test_tidy(expected_log):
    log.info("all is well")
    log.warning("the disk is nearly full")
    expected_log("nearly full")
    thread = threading.Thread(target=time.sleep, args=(0.2,))
    thread.start()

def test_warns():
    log.warning("the disk is full")

def test_announces_in_vain(expected_log):
    expected_log("never said")

def test_leaves_a_thread():
    threading.Thread(target=time.sleep, args=(20,), daemon=True, name="idler").start()

def test_leaves_a_process():
    test_leaves_a_process.child = subprocess.Popen(SLEEP)

def test_ends_its_process():
    with subprocess.Popen(SLEEP) as child:
        child.kill()

def test_warns_of_the_future():
    import warnings
    warnings.warn("old", DeprecationWarning)

def test_qt_complains(qtbot):
    from PySide6.QtCore import qWarning
    qWarning("a timer was started from another thread")

def test_has_a_home_of_its_own(tempera_home):
    assert os.environ["TEMPERA_HOME"] == str(tempera_home)
    assert not tempera_home.exists()

def teardown_module():
    test_leaves_a_process.child.kill()
    test_leaves_a_process.child.wait()
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of tests that misbehave, each in its own way."""
    file = tmp_path_factory.mktemp("guarded") / "test_guarded.py"
    file.write_text(TESTS, "utf-8")
    where = ("--config-file", str(ROOT / "pyproject.toml"), "--rootdir", str(file.parent), str(file))
    command = (sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-rA", *where)
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("name", ["test_tidy", "test_ends_its_process", "test_has_a_home_of_its_own"])
def test_tidy_test_passes(report: str, name: str) -> None:
    assert re.search(rf"^PASSED \S+::{name}$", report, re.MULTILINE), report
    assert not re.search(rf"^(ERROR|FAILED) \S+::{name}\b", report, re.MULTILINE), report


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("test_warns", "not announced: WARNING tempera.test: the disk is full"),
        ("test_announces_in_vain", "announced, never logged: never said"),
        ("test_leaves_a_thread", "threads still run: idler"),
        ("test_leaves_a_process", "child processes still run: .*time.sleep"),
        ("test_warns_of_the_future", "DeprecationWarning: old"),
        ("test_qt_complains", "a timer was started from another thread"),
    ],
)
def test_untidy_test_fails(report: str, name: str, reason: str) -> None:
    assert re.search(rf"^(ERROR|FAILED) \S+::{name}\b", report, re.MULTILINE), report
    assert re.search(reason, report), report
