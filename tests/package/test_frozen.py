"""A package that PyInstaller made answers, shows its window, and finds in itself all that it needs."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from models.bench import WindowSpeeds, WindowTask
from tests.project.source import ROOT, project_file
from tools.package.layout import PLACE, RUNTIMES
from tools.package.runtimes import PLACES
from tools.package.starter import STARTER_FILE

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the release workflow starts the packages of other systems"),
    pytest.mark.timeout(1200),  # a package is made first
]


@pytest.fixture(scope="module")
def program(vulkan_runtime: Path, starter_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a program made here, with the small native build and the installed numpy."""
    place = tmp_path_factory.mktemp("package")
    named = {PLACE: str(place), PLACES: str(vulkan_runtime), STARTER_FILE: str(starter_model)}
    command = (sys.executable, "-m", "tools.package", "build", "--stock-numpy", "--without-papers")
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **named}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "tempera"


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a user who has nothing but a folder: no settings, no models, none of our variables."""
    home = tmp_path / "home"
    home.mkdir()
    passed = {name: os.environ[name] for name in ("VK_DRIVER_FILES", "VK_ICD_FILENAMES") if name in os.environ}
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **passed}


def _given(child: psutil.Process) -> dict[str, str] | None:
    """Return the environment of a process that is the engine, once it has one."""
    try:  # a program that is only just being loaded has its name already, and nothing in its environment yet
        return (child.environ() or None) if child.name() == "tempera-engine" else None
    except psutil.NoSuchProcess:
        return None


def run(program: Path, environment: dict[str, str], *arguments: str) -> str:
    """Run a command of the package in an empty folder; return what it says."""
    command = (str(program / "tempera-cli"), *arguments)
    done = subprocess.run(
        command, cwd=environment["HOME"], env=environment, capture_output=True, text=True, timeout=170, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_it_knows_its_version(program: Path, bare: dict[str, str]) -> None:
    assert run(program, bare, "--version").split() == ["Tempera", project_file()["project"]["version"]]


def test_the_first_question_is_answered_without_any_file_of_the_user(program: Path, bare: dict[str, str]) -> None:
    assert run(program, bare, "ask", "--max-tokens", "12", "Say hello.").strip()


def test_the_doctor_finds_everything(program: Path, bare: dict[str, str]) -> None:
    report = json.loads(run(program, bare, "doctor", "--json"))
    text = json.dumps(report)
    assert str(program / RUNTIMES / "cpu" / "libggml-cpu-") in text
    assert "ImportError" not in text


def test_the_engine_has_no_part_of_qt(program: Path, bare: dict[str, str], tmp_path: Path) -> None:
    environment = {**bare, "LLAMA_CPP_LIB_PATH": str(program / RUNTIMES / "cpu"), "LD_DEBUG": "libs"}
    environment["LD_DEBUG_OUTPUT"] = str(tmp_path / "loaded")
    command = (str(program / "tempera-engine"), "probe")
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as engine:
        assert engine.stdout is not None
        said = engine.stdout.read()
    loaded = "".join(file.read_text("utf-8", "replace") for file in tmp_path.glob("loaded.*"))
    assert b"CPU" in said
    assert "libllama" in loaded
    assert "libQt6" not in loaded


def test_the_window_opens_from_a_folder_that_cuts_lists_of_folders(
    program: Path, bare: dict[str, str], tmp_path: Path
) -> None:
    place = tmp_path / "a;b: c" / "tempera"
    shutil.copytree(program, place, symlinks=True, copy_function=os.link)
    command = (str(place / "tempera"), "measure-start")
    environment = {**bare, "QT_QPA_PLATFORM": "offscreen", "TEMPERA_HOME": str(tmp_path / "own")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=170, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_started_from_it_gets_the_users_own_environment(program: Path, bare: dict[str, str]) -> None:
    own = "/opt/users/own"
    command = (str(program / "tempera-cli"), "ask", "--max-tokens", "500", "Tell a long story.")
    with subprocess.Popen(command, env={**bare, "LD_LIBRARY_PATH": own}, stdout=subprocess.DEVNULL) as asking:
        found = None
        while asking.poll() is None and found is None:
            children = psutil.Process(asking.pid).children(recursive=True)
            found = next((given for child in children if (given := _given(child)) is not None), None)
            time.sleep(0.01)
        asking.kill()
    # PyInstaller keeps there what a program was given, before it puts its own folder into the other variable.
    assert found is not None
    assert found.get("LD_LIBRARY_PATH_ORIG", found["LD_LIBRARY_PATH"]) == own


def test_the_window_opens_and_answers(program: Path, starter_model: Path, bare: dict[str, str]) -> None:
    task = msgspec.json.encode(WindowTask(str(starter_model), 2, 1024, 1, 8)).decode()
    command = [str(program / "tempera"), "measure-window", task]
    done = subprocess.run(command, cwd=bare["HOME"], env=bare, capture_output=True, text=True, timeout=170, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    speeds = msgspec.json.decode(done.stdout, type=WindowSpeeds)
    assert len(speeds.drawn) == 1
