"""Makes a fresh machine ready for `make run` or `make test`; says what it does, and nothing where all is ready."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import fetch_spec, packages, system
from tools.system import NotReadyError, say


def main() -> int:
    """Prepare for what the command line names. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("goal", choices=("run", "test", "runtime", "system"))
    goal = parser.parse_args().goal
    try:
        _GOALS[goal]()
    except NotReadyError as reason:
        say(str(reason))
        return 1
    except KeyboardInterrupt:
        say("Stopped. The same command goes on where it left off.")
        return 130
    return 0


def prepare_to_run() -> None:
    """Get everything that the window needs. Raises NotReadyError where the window could not open."""
    system.require(_system_needs(for_tests=False))
    packages.install(for_tests=False)
    _fetch_starter()
    _tell_about_cuda()
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        program = packages.venv_program("tempera").relative_to(packages.ROOT)
        raise NotReadyError(f'There is no display here to open a window on; without one: {program} ask "Your question"')


def prepare_to_test() -> None:
    """Get everything that the checks need."""
    system.require(_system_needs(for_tests=True))
    packages.install(for_tests=True)
    _fetch_starter("--to", str(packages.ROOT / ".cache" / "models"))
    _fetch_spec()
    if sys.platform == "linux":
        _build_vulkan()


def prepare_to_build() -> None:
    """Get what a native build is compiled with."""
    system.require((*system.BUILD, *(system.VULKAN if sys.platform == "linux" else ())))
    packages.install(for_tests=False)


def prepare_system() -> None:
    """Install the system packages that are missing for running and testing."""
    lacking = system.missing(_system_needs(for_tests=True))
    if lacking:
        system.install(lacking)
    say("Everything that Tempera needs from the system is here.")


def _system_needs(*, for_tests: bool) -> tuple[system.Need, ...]:
    needs: tuple[system.Need, ...] = system.BUILD
    if sys.platform == "linux":  # elsewhere Qt brings everything with it, and the tests need no screen of their own
        needs += system.WINDOW + (system.VULKAN + system.TESTS if for_tests else ())
    return needs


def _fetch_starter(*arguments: str) -> None:
    command = [str(packages.venv_program("python")), "-m", "tools.fetch_starter", *arguments]
    if subprocess.run(command, cwd=packages.ROOT, check=False).returncode != 0:
        raise NotReadyError("Without the starter model there is nothing to talk to yet; run the same command again.")


def _fetch_spec() -> None:
    try:
        fetch_spec.fetch(packages.ROOT / ".cache" / "commonmark")
    except fetch_spec.FetchError as error:
        raise NotReadyError(str(error)) from error


def _build_vulkan() -> None:
    """Make the native build that the tests offload to; with few CPU variants, which take most of the time."""
    command = (str(packages.venv_program("python")), "-m", "tools.runtime", "vulkan", "--variants", "x64 haswell")
    into = ("--quiet", "--into", str(packages.ROOT / ".cache" / "runtimes"))
    if subprocess.run((*command, *into), cwd=packages.ROOT, check=False).returncode != 0:
        raise NotReadyError("Without the Vulkan build the tests of devices cannot run.")


def _tell_about_cuda() -> None:
    if has_nvidia_card() and not packages.has_cuda_build():
        say("There is an NVIDIA card here, but no native build for it, so models run on the processor.")
        say("This line makes one, in about 20 minutes for each kind of card: make runtime-cuda ARCH=native")


def has_nvidia_card() -> bool:
    """Say whether NVIDIA's driver is here."""
    return shutil.which("nvidia-smi") is not None or Path("/proc/driver/nvidia").exists()


_GOALS = {
    "run": prepare_to_run,
    "test": prepare_to_test,
    "runtime": prepare_to_build,
    "system": prepare_system,
}

if __name__ == "__main__":
    sys.exit(main())
