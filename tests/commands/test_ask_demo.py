"""Somebody who asks at a terminal and named no model is told that an English demo answers."""

import io
from pathlib import Path

import pytest

from models.commands import AskOptions, run_ask
from models.paths import Paths
from models.texts import Phrasebook
from tests.support.installed_program import install


class Terminal(io.StringIO):
    """What is said to a person."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("named", [True, False])
def test_it_is_said_at_a_terminal_to_who_named_no_model(
    starter_model: Path, tmp_path: Path, tempera_home: Path, monkeypatch: pytest.MonkeyPatch, *, named: bool
) -> None:
    bundled = install(tmp_path / "program", monkeypatch, starter_model) / starter_model.name
    options = AskOptions("Hello", model=str(bundled) if named else None, changes={"max_tokens": 2})
    out, err = io.StringIO(), Terminal()
    run_ask(options, paths=Paths(tempera_home), say=Phrasebook("en"), out=out, err=err)
    assert out.getvalue().strip()
    assert ("English demo" in err.getvalue()) is not named
    assert "deepseek-r1-distill-qwen-1.5b" in err.getvalue() or named
