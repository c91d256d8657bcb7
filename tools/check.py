"""Runs every check that CI runs, the quick ones first, and stops at the first that fails."""

import argparse
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = ("bench", "desktop", "models", "tests", "tools")
PLATFORMS = ("linux", "win32", "darwin")


@dataclass(frozen=True)
class Step:
    """One check: what it is called here and its command."""

    name: str
    command: tuple[str, ...]


def lint_steps() -> Iterator[Step]:
    """Yield the checks that only read the code."""
    yield Step("ruff check", _python("ruff", "check", "--quiet"))
    yield Step("ruff format", _python("ruff", "format", "--check", "--quiet"))
    yield Step("import-linter", (str(Path(sysconfig.get_path("scripts")) / "lint-imports"),))
    yield Step("actionlint", _python("tools.actionlint"))
    for platform in PLATFORMS:
        # a cache for each platform: in a shared one, every run would undo the one before
        options = ("--platform", platform, "--cache-dir", f".mypy_cache/{platform}")
        yield Step(f"mypy, {platform}", _python("mypy", *options, *CODE))


def test_steps() -> Iterator[Step]:
    """Yield the checks that run the program."""
    # Two at a time: files stay whole, because tests in one share what is costly to make. More would fight for the cores
    # with the engines that they start.
    # A process that crashed is not replaced: who takes its place may wait for ever.
    crash = ("--max-worker-restart", "0")
    yield Step("pytest", _python("pytest", "--numprocesses", "2", "--dist", "loadfile", *crash))


def main() -> int:
    """Run the checks that the command line names. Returns the exit status of the one that failed, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("which", choices=("all", "lint"), nargs="?", default="all")
    steps = [*lint_steps(), *(test_steps() if parser.parse_args().which == "all" else ())]
    try:
        return _run(steps)
    except KeyboardInterrupt:
        return 130


def _run(steps: Sequence[Step]) -> int:
    for number, step in enumerate(steps, start=1):
        print(f"[{number}/{len(steps)}] {step.name}", flush=True)
        with _timed():
            status = subprocess.run(step.command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode
        if status:
            print(f"{step.name} failed.", flush=True)
            return status
    return 0


@contextmanager
def _timed() -> Iterator[None]:
    start = time.monotonic()
    yield
    minutes, seconds = divmod(time.monotonic() - start, 60)
    print(f"      {minutes:.0f} min {seconds:.1f} s" if minutes else f"      {seconds:.1f} s", flush=True)


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", module, *arguments)


if __name__ == "__main__":
    sys.exit(main())
