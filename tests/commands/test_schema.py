"""`tempera ask --schema`: answers that obey a schema, and schemas that cannot be used."""

import json
from pathlib import Path

import pytest

from tests.commands.test_ask import tempera

pytestmark = pytest.mark.usefixtures("installed")


@pytest.fixture
def installed(starter_model: Path, tempera_home: Path) -> None:
    folder = tempera_home / "models"
    folder.mkdir(parents=True)
    (folder / starter_model.name).symlink_to(starter_model)


def test_an_answer_obeys_the_schema_in_a_file(tmp_path: Path) -> None:
    schema = tmp_path / "模式 1.json"
    schema.write_text(
        '{"type": "object", "properties": {"颜色": {"enum": ["红", "blue"]}}, "required": ["颜色"]}', "utf-8"
    )
    done = tempera("ask", "A colour?", "--schema", str(schema), "--seed", "1")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["颜色"] in {"红", "blue"}


@pytest.mark.parametrize("arguments", [["--schema", "any"], ["--mode", "json"]])
def test_any_json_and_the_json_mode_mean_json(arguments: list[str]) -> None:
    done = tempera("ask", "Hello, how are you?", *arguments, "--seed", "1", "--max-tokens", "200")
    assert done.stdout[0] in "{["
    if done.returncode == 0:
        json.loads(done.stdout)


def test_an_answer_that_was_cut_off_is_printed_and_told(tmp_path: Path) -> None:
    schema = tmp_path / "long.json"
    schema.write_text('{"type": "string", "minLength": 100}')  # no two tokens are so long
    done = tempera("ask", "A long list of animals.", "--schema", str(schema), "--max-tokens", "2")
    assert done.returncode == 1
    assert done.stdout.strip()
    assert done.stderr == "The answer is not complete JSON. Allow a longer answer and ask again.\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [("{", "not valid JSON"), ('{"type": "colour"}', "not a valid JSON schema"), (None, "cannot be read")],
)
def test_a_schema_that_cannot_be_used_is_one_sentence(content: str | None, sentence: str, tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    if content is not None:
        schema.write_text(content, "utf-8")
    done = tempera("ask", "A colour?", "--schema", str(schema))
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert len(done.stderr.splitlines()) == 1
