"""The workflows use pinned actions with few permissions, and their scripts are right."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from tests.project.source import ROOT
from tools.check import lint_steps
from tools.package.__main__ import JOBS

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
RELEASE = next(workflow for workflow in WORKFLOWS if workflow.name == "release.yml")
USES = re.compile(r"^\s*(?:- )?uses: (\S+)(.*)$", re.MULTILINE)
PINNED = re.compile(r"actions/[a-z-]+@[0-9a-f]{40}")
EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
SHELLCHECKED = {"bash", "sh"}


def _jobs(workflow: Path) -> dict[str, dict[str, Any]]:
    jobs: dict[str, dict[str, Any]] = yaml.safe_load(workflow.read_text("utf-8"))["jobs"]
    return jobs


def _steps() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield where each step is, the shell that it would run in, and the step."""
    for workflow in WORKFLOWS:
        for name, job in _jobs(workflow).items():
            default = "sh" if "container" in job else "pwsh" if "windows" in job["runs-on"] else "bash"
            for number, step in enumerate(job["steps"]):
                yield f"{workflow.name} {name} {number}", step.get("shell", default), step


def test_there_are_workflows_for_tests_and_releases() -> None:
    assert {workflow.name for workflow in WORKFLOWS} >= {"release.yml", "test.yml"}


def test_actions_are_pinned_to_a_commit_and_say_its_version() -> None:
    used = [found for workflow in WORKFLOWS for found in USES.findall(workflow.read_text("utf-8"))]
    assert used
    assert [action for action, _ in used if not PINNED.fullmatch(action)] == []
    assert [action for action, comment in used if not re.fullmatch(r" # v\d+\.\d+\.\d+", comment)] == []
    versions = {(action.partition("@")[0], action, comment) for action, comment in used}
    assert len({action for action, _, _ in versions}) == len(versions), "one version of each action"


def test_workflows_may_only_read_and_one_job_may_publish() -> None:
    allowed: dict[str, object] = {}
    for workflow in WORKFLOWS:
        whole = yaml.safe_load(workflow.read_text("utf-8"))
        assert whole["permissions"] == {"contents": "read"}
        allowed |= {f"{workflow.name} {name}": job.get("permissions") for name, job in _jobs(workflow).items()}
    more = {name: permissions for name, permissions in allowed.items() if permissions is not None}
    assert more == {
        "release.yml publish": {"contents": "write", "id-token": "write", "attestations": "write"},
    }


def test_no_job_waits_for_hours_and_no_checkout_leaves_a_token_behind() -> None:
    for workflow in WORKFLOWS:
        assert all(job["timeout-minutes"] < 360 for job in _jobs(workflow).values())
    checkouts = [step for _, _, step in _steps() if str(step.get("uses", "")).startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_scripts_take_what_is_not_ours_from_the_environment() -> None:
    """An expression inside a script would be run as part of it."""
    assert [where for where, _, step in _steps() if "run" in step and EXPRESSION.search(step["run"])] == []


def test_every_job_of_packaging_that_is_called_exists() -> None:
    called = {
        name for _, _, step in _steps() for name in re.findall(r"-m tools\.package ([a-z_]+)", str(step.get("run", "")))
    }
    assert called >= {"build", "deb", "tarball", "appdir", "windows", "macos", "checksums"}
    assert called <= JOBS.keys()


def test_a_release_stops_before_anything_is_made_where_its_notes_are_wrong() -> None:
    jobs = _jobs(RELEASE)
    makers = {name: job for name, job in jobs.items() if name not in {"notes", "publish"}}
    assert makers.keys() == {"linux", "windows", "macos"}
    assert {job["needs"] for job in makers.values()} == {"notes"}
    # by hand the notes are left out, which must not leave out what waits for them
    assert all("!failure() && !cancelled()" in job["if"] for job in makers.values())
    assert set(jobs["publish"]["needs"]) == {"notes", *makers}
    assert jobs["publish"]["if"] == "github.event_name == 'push'"


def test_another_starter_is_not_fetched_beside_one_that_was_kept() -> None:
    kept = [step for job in _jobs(RELEASE).values() for step in job["steps"] if "build/fetched" in _kept(step)]
    assert len(kept) == 3
    assert all("'resources/catalog.json'" in step["with"]["key"] for step in kept)
    assert not any("restore-keys" in step["with"] for step in kept)


def _kept(step: dict[str, Any]) -> list[str]:
    used = str(step.get("uses", "")).startswith("actions/cache@")
    return str(step["with"]["path"]).split() if used else []


def test_actionlint_is_one_of_the_checks() -> None:
    assert [step.command[-1] for step in lint_steps() if step.name == "actionlint"] == ["tools.actionlint"]


@pytest.mark.parametrize(
    ("shell", "script"),
    [
        pytest.param(shell, step["run"], id=where)
        for where, shell, step in _steps()
        if "run" in step and shell in SHELLCHECKED
    ],
)
def test_scripts_of_shells_are_right(shell: str, script: str, tmp_path: Path) -> None:
    if (program := shutil.which("shellcheck")) is None:
        pytest.skip("shellcheck is not here")
    file = tmp_path / "script.sh"
    file.write_text(script, "utf-8")
    done = subprocess.run([program, f"--shell={shell}", file], capture_output=True, text=True, check=False)
    assert done.stdout == ""
