"""`tempera presets`: the user's own modes on the command line."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from models.catalog import Band
from models.cli import main
from models.paths import user_paths
from models.presets import PresetStore, UserPreset, from_toml
from models.sampling import SamplingOverrides

MATHS = UserPreset(
    id="user-math-0000000a",
    name="School maths",
    base="math",
    colour="#d946ef",
    overrides=SamplingOverrides((("seed", None), ("stop", ("The end",)), ("temperature", 0.5))),
    band=Band(0.4, 0.6),
    instructions="Only what pupils of twelve know.",
    family="r1",
)


@pytest.fixture
def store(tempera_home: Path) -> PresetStore:
    del tempera_home  # it is where the folder lies
    made = PresetStore(user_paths().presets)
    made.save(MATHS)
    return made


def said(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    """Run a command and return what it prints."""
    assert main(["presets", *arguments]) == status
    printed = capsys.readouterr()
    return printed.err if status else printed.out


@pytest.mark.usefixtures("tempera_home")
def test_without_presets_a_sentence_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "list").startswith("There are no presets yet.")
    assert json.loads(said(capsys, "list", "--json")) == []


@pytest.mark.usefixtures("store")
def test_presets_are_listed_with_what_they_set(capsys: pytest.CaptureFixture[str]) -> None:
    line = said(capsys, "list")
    assert line.split("   ") == [
        "School maths",
        MATHS.id,
        "Your own mode, on top of Maths.",
        "Only for models like r1\n",
    ]
    (document,) = json.loads(said(capsys, "list", "--json"))
    assert document == {
        "id": MATHS.id,
        "name": "School maths",
        "colour": "#d946ef",
        "base": "math",
        "family": "r1",
        "band": [0.4, 0.6],
        "instructions": "Only what pupils of twelve know.",
        "values": {"stop": ["The end"], "temperature": 0.5},
        "automatic": ["seed"],
    }


def test_a_damaged_file_is_said_beside_the_others(store: PresetStore, capsys: pytest.CaptureFixture[str]) -> None:
    del store
    (user_paths().presets / "broken.toml").write_bytes(b"= nonsense")
    assert main(["presets", "list", "--json"]) == 0
    printed = capsys.readouterr()
    assert len(json.loads(printed.out)) == 1
    assert printed.err == "The preset file broken.toml cannot be read and was left out.\n"


@pytest.mark.parametrize("wanted", [MATHS.id, MATHS.name])
def test_what_was_exported_is_taken_in_elsewhere(
    store: PresetStore, wanted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    assert said(capsys, "export", wanted, str(path)) == f"The preset “School maths” was exported to {path}.\n"
    assert from_toml(path.read_bytes()).preset == MATHS
    store.remove(MATHS.id)
    assert said(capsys, "import", str(path)) == "The preset “School maths” was imported.\n"
    assert store.load().presets == (MATHS,)
    document = json.loads(said(capsys, "import", str(path), "--json"))
    assert document["id"] != MATHS.id  # it is there already
    assert {one.id for one in store.load().presets} == {MATHS.id, document["id"]}


@pytest.mark.usefixtures("store")
def test_a_preset_goes_into_a_pipe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert from_toml(said(capsys, "export", MATHS.name, "-").encode()).preset == MATHS
    assert "no room for JSON" in said(capsys, "export", MATHS.name, "-", "--json", status=1)
    path = tmp_path / "x.toml"
    assert json.loads(said(capsys, "export", MATHS.name, str(path), "--json")) == {
        "id": MATHS.id,
        "name": MATHS.name,
        "path": str(path),
    }


def test_a_name_that_means_none_or_two_is_refused(
    store: PresetStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "There is no preset “Other”." in said(capsys, "export", "Other", "-", status=1)
    store.save(replace(MATHS, id="user-math-0000000b"))
    ids = "user-math-0000000a, user-math-0000000b"
    assert ids in said(capsys, "export", MATHS.name, str(tmp_path / "x.toml"), status=1)
    assert from_toml(said(capsys, "export", "user-math-0000000b", "-").encode()).preset.id == "user-math-0000000b"


@pytest.mark.usefixtures("store")
def test_what_cannot_be_read_or_written_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "text.toml").write_text("no = 'preset'")
    assert "not a preset" in said(capsys, "import", str(tmp_path / "text.toml"), status=1)
    assert "cannot be read" in said(capsys, "import", str(tmp_path / "none.toml"), status=1)
    assert "could not be saved" in said(capsys, "export", MATHS.name, str(tmp_path / "text.toml" / "x.toml"), status=1)


@pytest.mark.usefixtures("tempera_home")
def test_impossible_values_are_said_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "warm.toml"
    path.write_text('name = "Warm"\nbase = "chat"\n[values]\ntemperature = 9\ntop_p = 0.5\n')
    assert main(["presets", "import", str(path), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["values"] == {"top_p": 0.5}
    assert "Preset “Warm”" in printed.err
