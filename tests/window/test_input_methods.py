"""Who writes with Fcitx can type, though this Qt has no plugin for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.input_methods import reach_fcitx

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux' own input methods")

QT = "from PySide6.QtGui import QGuiApplication; QGuiApplication(['tempera'])"


@pytest.fixture
def desktop(tmp_path: Path) -> dict[str, str]:
    """The environment of a desktop on which Fcitx 5 is installed and named."""
    program = tmp_path / "fcitx5"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    return {"PATH": str(tmp_path), "QT_IM_MODULE": "fcitx"}


def _said_by_qt(environment: dict[str, str]) -> str:
    asked = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.input.methods=true"}
    line = [sys.executable, "-c", QT]
    done = subprocess.run(line, env=os.environ | environment | asked, capture_output=True, text=True, check=True)
    return done.stderr


def test_qt_reaches_fcitx_as_ibus(desktop: dict[str, str]) -> None:
    assert "IBus" not in _said_by_qt(desktop)
    reach_fcitx(desktop)
    assert "use IBus portal" in _said_by_qt(desktop)


@pytest.mark.parametrize(
    "other",
    [
        {"QT_IM_MODULE": "ibus"},
        {"QT_IM_MODULE": ""},
        {"QT_IM_MODULES": "wayland;fcitx"},
        {"IBUS_USE_PORTAL": "0"},
        {"PATH": "/nowhere"},
    ],
)
def test_what_the_user_set_otherwise_stays(desktop: dict[str, str], other: dict[str, str]) -> None:
    desktop |= other
    before = dict(desktop)
    reach_fcitx(desktop)
    assert desktop == before
