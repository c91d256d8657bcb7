"""The application leaves nothing of its package's Qt in the environment of the programs that it starts."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_PROGRAM = """
import json, os, sys
sys.frozen = {frozen}
from desktop.application import Application
application = Application(["tempera"])
print(json.dumps([sorted(os.environ), application.libraryPaths()]))
"""


@pytest.mark.parametrize("frozen", [True, False])
def test_only_a_packages_own_places_of_qts_parts_are_kept_to_itself(tmp_path: Path, *, frozen: bool) -> None:
    environment = {**os.environ, "QT_PLUGIN_PATH": str(tmp_path), "QML2_IMPORT_PATH": str(tmp_path)}
    command = [sys.executable, "-c", _PROGRAM.format(frozen=frozen)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    names, places = json.loads(done.stdout)
    assert ("QT_PLUGIN_PATH" in names) is not frozen
    assert ("QML2_IMPORT_PATH" in names) is not frozen
    assert tmp_path in map(Path, places)  # Qt itself has read it
