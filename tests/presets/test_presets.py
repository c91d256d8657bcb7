"""The user's own modes: what they set, their files, and the folder that keeps them."""

import os
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.catalog import AUTO, Band, families, family, mode, modes
from models.errors import UserError
from models.presets import (
    NAME_MOST,
    PresetStore,
    UserPreset,
    as_preset,
    base_of,
    from_toml,
    is_own,
    new_id,
    to_toml,
)
from models.sampling import ANY_JSON, SamplingOverrides, preset
from models.texts import LANGUAGES, Phrasebook

SCHOOL = UserPreset(
    id="user-math-0123abcd",
    name="课堂 数学 “3b”",
    base="math",
    colour="#ef4444",
    overrides=SamplingOverrides()
    .with_value("temperature", 0.5)
    .with_value("seed", None)
    .with_value("stop", ("END", "完"))
    .with_value("schema", ANY_JSON)
    .with_value("overflow", "stop"),
    band=Band(0.4, 0.6),
    instructions='Short.\n\nThen "long", with a \\ and """ too.',
    family="r1",
)


def named(name: str) -> UserPreset:
    return UserPreset(id=new_id("code"), name=name, base="code")


def problems(content: str) -> list[tuple[str, object]]:
    return [(problem.id, problem.fields["key"]) for problem in from_toml(content.encode()).problems]


def test_it_sets_its_own_values_on_top_of_the_built_in_mode() -> None:
    base = preset("math", family("r1"))
    own = as_preset(SCHOOL, base)
    assert own.settings.temperature == 0.5
    assert own.settings.top_p == base.settings.top_p
    assert own.band == Band(0.4, 0.6)
    assert own.caution_from == base.caution_from
    assert (own.id, base.id) == (SCHOOL.id, "math")


def test_an_id_says_which_mode_it_stood_on() -> None:
    made = new_id("creative")
    assert is_own(made)
    assert base_of(made) == "creative"
    assert not any(is_own(other) for other in ("creative", AUTO, "user-", "user-x-1", made + "\n"))
    assert base_of("user-gone-00000000") == "balanced"


def test_a_preset_for_one_family_fits_no_other() -> None:
    assert SCHOOL.fits("r1")
    assert not SCHOOL.fits("generic")
    assert named("x").fits("generic")


def test_a_file_says_all_of_it() -> None:
    assert from_toml(to_toml(SCHOOL).encode()) == (read := from_toml(to_toml(SCHOOL).encode()))
    assert (read.preset, read.problems) == (SCHOOL, ())


@given(st.text(max_size=300), st.floats(0, 2), st.text(min_size=1, max_size=30))
def test_whatever_is_in_it_comes_back(instructions: str, temperature: float, stop: str) -> None:
    instructions, stop = (text.encode(errors="replace").decode().replace("\r", "?") for text in (instructions, stop))
    made = UserPreset(
        id=new_id("chat"),
        name="x",
        base="chat",
        overrides=SamplingOverrides().with_value("temperature", temperature).with_value("stop", (stop,)),
        instructions=instructions,
    )
    written = to_toml(made).encode()
    assert from_toml(written).preset == made


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("temperature = 9.5", ("preset.problem.range", "temperature")),
        ("temperature = nan", ("preset.problem.range", "temperature")),
        ("top_k = -1", ("preset.problem.range", "top_k")),
        ("top_k = 2.5", ("preset.problem.range", "top_k")),
        ("max_tokens = 99999999999999999999999", ("preset.problem.range", "max_tokens")),
        ('temperature = "hot"', ("preset.problem.range", "temperature")),
        ('overflow = "explode"', ("preset.problem.wrong", "overflow")),
        ('schema = "{"', ("preset.problem.wrong", "schema")),
        ("stop = [1]", ("preset.problem.wrong", "stop")),
        ("magic = 1", ("preset.problem.unknown", "magic")),
        ("sections = 1", ("preset.problem.unknown", "sections")),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_impossible_value_is_named_and_the_rest_is_kept(line: str, problem: tuple[str, str], language: str) -> None:
    content = f'name = "Mine"\nbase = "code"\n[values]\nmin_p = 0.1\n{line}\n'
    assert problems(content) == [problem]
    read = from_toml(content.encode())
    assert read.preset.name == "Mine"
    assert dict(read.preset.overrides.values) == {"min_p": 0.1}
    assert problem[1] in Phrasebook(language).phrase(read.problems[0])


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('base = "wizardry"', "base"),
        ("base = 3", "base"),
        ("base = []", "base"),
        ('colour = "red"', "colour"),
        ('family = "martian"', "family"),
        ("family = {}", "family"),
        ("band = [0.9, 0.1]", "band"),
        ("band = [0.1, 7]", "band"),
        ("band = [0.1]", "band"),
        ('id = "../../etc/passwd"', "wrong"),
        ("instructions = 4", "wrong"),
        ('automatic = "seed"', "wrong"),
        ("values = 4", "wrong"),
        ("extra = 4", "unknown"),
    ],
)
def test_an_impossible_part_is_named_and_has_its_usual_value(line: str, problem: str) -> None:
    read = from_toml(f'name = "Mine"\n{line}\n'.encode())
    assert [one.id for one in read.problems] == [f"preset.problem.{problem}"]
    assert read.preset.name == "Mine"
    assert is_own(read.preset.id)
    assert mode(read.preset.base).id == read.preset.base


@pytest.mark.parametrize("name", ["''", "'   '", "3", f'"{"x" * (NAME_MOST + 1)}"', '"\\u0007"'])
def test_a_name_that_no_button_can_show_is_replaced(name: str) -> None:
    read = from_toml(f"name = {name}\nbase = 'code'\n".encode())
    assert read.preset.name == "code"
    assert [one.id for one in read.problems] == ["preset.problem.name"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "preset.not_one"),
        (b"title = 'a settings file'", "preset.not_one"),
        (b"\xff\xfe", "preset.not_toml"),
        (b"name = ", "preset.not_toml"),
        (b"a = " + b"[" * 100_000, "preset.not_toml"),
        (b"a." * 100_000 + b"a = 1", "preset.not_toml"),  # would take gigabytes
        (b"#" * 300_000, "preset.too_large"),
    ],
)
def test_a_file_that_is_no_preset_is_refused(content: bytes, problem: str) -> None:
    with pytest.raises(UserError) as refused:
        from_toml(content)
    assert refused.value.text.id == problem


def test_the_folder_keeps_them_by_name(tmp_path: Path) -> None:
    store = PresetStore(tmp_path / "presets")
    assert store.load().presets == ()
    late, early = named("zebra"), named("Ant")
    store.save(late)
    store.save(early)
    assert store.load().presets == (early, late)
    store.remove(late.id)
    store.remove(late.id)
    assert store.load().presets == (early,)
    assert [path.suffix for path in (tmp_path / "presets").iterdir()] == [".toml"]


def test_what_only_a_newer_version_knows_survives_a_change(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    store.save(SCHOOL)
    (file,) = tmp_path.iterdir()
    content = file.read_text("utf-8").replace("[values]", 'icon = "owl"\n\n[values]\npatience = 3', 1)
    file.write_text(content, "utf-8")
    found = store.load()
    assert [(problem.id, problem.fields["key"]) for problem in found.problems] == [
        ("preset.problem.unknown", "icon"),
        ("preset.problem.unknown", "patience"),
    ]
    store.save(replace(found.presets[0], name="Later"))
    table = tomllib.loads(file.read_text("utf-8"))
    assert (table["name"], table["icon"], table["values"]["patience"]) == ("Later", "owl", 3)
    assert table["values"]["temperature"] == 0.5
    store.save(replace(found.presets[0], overrides=SamplingOverrides()))
    assert tomllib.loads(file.read_text("utf-8"))["values"] == {"patience": 3}


def test_a_damaged_file_costs_only_itself(tmp_path: Path) -> None:
    store = PresetStore(tmp_path)
    store.save(named("good"))
    (tmp_path / "user-code-00000000.toml").write_bytes(b"\x00\x01 not toml")
    (tmp_path / "mine.toml").write_text('name = "by hand"\nbase = "json"\n[values]\ntop_p = 7\n')
    (tmp_path / "folder.toml").mkdir()
    os.mkfifo(tmp_path / "pipe.toml") if hasattr(os, "mkfifo") else None
    found = store.load()
    assert [one.name for one in found.presets] == ["by hand", "good"]
    told = {str(value) for problem in found.problems for value in problem.fields.values()}
    assert {"user-code-00000000.toml", "folder.toml", "by hand"} <= told


def test_a_file_that_was_put_there_by_hand_keeps_its_name_and_id(tmp_path: Path) -> None:
    file = tmp_path / "我的 模式.toml"
    file.write_text('name = "by hand"\nbase = "json"\n', encoding="utf-8")
    store = PresetStore(tmp_path)
    (found,) = store.load().presets
    assert base_of(found.id) == "json"
    store.save(UserPreset(id=found.id, name="changed", base="json"))
    assert [one.name for one in store.load().presets] == ["changed"]
    assert list(tmp_path.iterdir()) == [file]
    store.remove(found.id)
    assert store.load().presets == ()


def test_what_was_exported_is_taken_in_under_its_id_once(tmp_path: Path) -> None:
    exported = tmp_path / "out" / "school.toml"
    PresetStore(tmp_path / "a").write_to(exported, SCHOOL)
    store = PresetStore(tmp_path / "b")
    assert store.take_in(exported).preset == SCHOOL
    again = store.take_in(exported).preset
    assert again.id != SCHOOL.id
    assert {one.id for one in store.load().presets} == {SCHOOL.id, again.id}


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = PresetStore(tmp_path / "file" / "presets")
    with pytest.raises(UserError) as refused:
        store.save(SCHOOL)
    assert refused.value.text.id == "preset.not_saved"
    with pytest.raises(UserError) as gone:
        store.take_in(tmp_path / "missing.toml")
    assert gone.value.text.id == "preset.unreadable"


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    store = PresetStore(tmp_path / "presets")
    schema = '{"title": "' + "x" * 300_000 + '"}'
    for long in (
        UserPreset(new_id("math"), "x", "math", instructions="x" * 20_001),
        UserPreset(new_id("math"), "x", "math", overrides=SamplingOverrides().with_value("schema", schema)),
    ):
        with pytest.raises(UserError) as refused:
            store.save(long)
        assert refused.value.text.id == "preset.too_long"
    assert store.load().presets == ()
    store.save(UserPreset(new_id("math"), "x", "math", instructions="half a \ud800"))
    assert store.load().presets[0].instructions == "half a ?"


def test_the_file_that_is_documented_can_be_read_and_names_every_key() -> None:
    document = (Path(__file__).parents[2] / "docs" / "presets.md").read_text("utf-8")
    read = from_toml(document.partition("```toml\n")[2].partition("```")[0].encode())
    assert read.problems == ()
    assert (read.preset.name, read.preset.band) == ("School maths", Band(0.4, 0.6))
    assert dict(read.preset.overrides.values)["seed"] is None
    assert all(f"`{item}`" in document for item in (*(one.id for one in modes()), *(one.id for one in families())))
