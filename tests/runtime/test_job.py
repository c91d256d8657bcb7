"""A short job in a process of its own is killed when it is late or unwanted, and ends with who asked for it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from models.runtime import JobStoppedError, Measurement, NativeBuild, measure, probe_all
from models.runtime.job import JobEnd, run_job
from models.system import child_environment, engine_command
from tests.support.native_folders import HANGS, compiled, without

SLEEPS = [sys.executable, "-c", "import time; print('here', flush=True); time.sleep(600)"]
ENVIRONMENT = dict(os.environ)


def after(calls: int) -> Callable[[], bool]:
    """Return a function that says at its call of that number that something is to be stopped."""
    left = iter(range(calls))
    return lambda: next(left, None) is None


@pytest.fixture
def hanging(vulkan_runtime: Path, tmp_path: Path) -> Path:
    """A native build whose back end for Vulkan hangs."""
    folder = without(vulkan_runtime, ("libggml-vulkan",), tmp_path / "vulkan")
    compiled(folder, "libggml-vulkan.so", HANGS)
    return folder


def test_what_a_job_writes_and_its_exit_code_are_returned() -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    end = run_job([sys.executable, "-c", code], ENVIRONMENT, patience=60)
    assert (end.output.strip(), end.errors.strip(), end.code) == (b"out", b"err", 3)


def test_a_job_that_takes_too_long_is_killed_and_what_it_said_is_kept() -> None:
    end = run_job(SLEEPS, ENVIRONMENT, patience=3)
    assert end == JobEnd(b"here" + os.linesep.encode(), b"", None)


def test_a_job_that_nobody_wants_any_more_is_killed() -> None:
    with pytest.raises(JobStoppedError):
        run_job(SLEEPS, ENVIRONMENT, patience=600, stopped=after(2))


def test_a_job_that_reads_waits_as_long_as_it_is_wanted() -> None:
    code = "import sys; sys.stdin.read(); print('the pipe ended')"
    assert run_job([sys.executable, "-c", code], ENVIRONMENT, patience=1).output == b""


def test_trying_builds_that_hang_can_be_given_up(hanging: Path) -> None:
    with pytest.raises(JobStoppedError):
        probe_all([NativeBuild("vulkan", hanging), NativeBuild("cpu", None)], 600, stopped=after(10))


def test_measuring_with_a_build_that_hangs_can_be_given_up(hanging: Path, starter_model: Path) -> None:
    build = NativeBuild("vulkan", hanging)
    with pytest.raises(JobStoppedError):
        measure(starter_model, build, [Measurement(None, 0)], patience=600, stopped=after(10))


@pytest.mark.parametrize("job", ["probe", "measure"])
def test_a_job_that_hangs_ends_with_whoever_asked_for_it(job: str, hanging: Path) -> None:
    arguments = {"probe": (), "measure": (msgspec.json.encode([]).decode(), "[]", "x.gguf")}
    process = subprocess.Popen(
        engine_command(job, *arguments[job]),
        stdin=subprocess.PIPE,
        env={**child_environment(), "LLAMA_CPP_LIB_PATH": str(hanging)},
        start_new_session=True,
    )
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(3)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(30) == 1
    finally:
        process.kill()
        process.wait()


ENDS = """
import sys, threading, time
from pathlib import Path
from models.runtime import NativeBuild, probe_all
builds = [NativeBuild("vulkan", Path(sys.argv[1])), NativeBuild("cpu", None)]
threading.Thread(target=probe_all, args=(builds, 600), daemon=True).start()
time.sleep(2)
"""


def test_the_end_of_the_program_does_not_wait_for_builds_that_hang(hanging: Path) -> None:
    done = subprocess.run([sys.executable, "-c", ENDS, str(hanging)], env=child_environment(), timeout=60, check=False)
    assert done.returncode == 0
