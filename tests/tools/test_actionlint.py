"""actionlint, as it is run here, finds what is wrong with a workflow."""

from pathlib import Path

from tools.actionlint import check, fetch
from tools.packages import ROOT

GOOD = """
name: good
on: push
jobs:
  one:
    runs-on: ubuntu-24.04
    steps:
      - run: echo one
"""


def test_a_good_workflow_passes_and_a_wrong_one_is_named_with_its_line(tmp_path: Path) -> None:
    good, wrong = tmp_path / "good.yml", tmp_path / "wrong.yml"
    good.write_text(GOOD, "utf-8")
    wrong.write_text(GOOD.replace("echo one", "echo ${{ steps.none.outputs.one }}"), "utf-8")
    (found,) = check([good, wrong], fetch(ROOT / ".cache" / "actionlint"))
    assert found.startswith(f"{wrong}:8:")
    assert "none" in found
