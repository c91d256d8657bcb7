"""Finding the model that a person means: by path, by file, by id."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from models.catalog import known_model
from models.errors import Text, UserError
from models.library import find_installed, find_one_installed, import_model, model_facts, remove
from tests.model_library.samples import never, unheard, write_model


def test_a_path_comes_first(folder: Path, tmp_path: Path) -> None:
    write_model(folder / "small.gguf")
    path = write_model(tmp_path / "small.gguf")
    assert find_installed(str(path), folder) == path
    assert find_installed("small.gguf", folder) == folder / "small.gguf"


def test_a_known_model_is_found_by_its_id(folder: Path, starter_model: Path) -> None:
    os.link(starter_model, folder / starter_model.name)
    for wanted in ("smollm2-135m-instruct", "SmolLM2-135M-Instruct:Q4_1"):
        assert find_installed(wanted, folder) == folder / starter_model.name


def test_a_model_in_place_is_found_by_its_id_and_its_file_name(folder: Path, starter_model: Path) -> None:
    import_model(starter_model, folder, copy=False, progress=unheard, cancelled=never)
    for wanted in ("smollm2-135m-instruct", "smollm2-135m-instruct:Q4_1", starter_model.name):
        assert find_installed(wanted, folder) == starter_model


def test_any_model_is_found_by_the_id_in_the_list(folder: Path) -> None:
    path = write_model(folder / "My Model.gguf")
    assert find_installed("my model", folder) == path


def test_a_broken_link_is_found_so_that_it_can_be_removed(folder: Path) -> None:
    (folder / "gone.gguf").symlink_to(folder / "nowhere")
    assert find_installed("gone", folder) == folder / "gone.gguf"
    assert find_installed("gone.gguf", folder) == folder / "gone.gguf"


def test_a_known_model_that_is_not_here_is_said(folder: Path) -> None:
    with pytest.raises(UserError) as refused:
        find_installed("qwen2.5-7b-instruct:Q4_K_M", folder)
    assert refused.value.text.id == "error.model.not_installed"


def test_anything_else_is_taken_for_a_path(folder: Path) -> None:
    assert find_installed("no/such.gguf", folder) == Path("no/such.gguf")


def test_a_name_that_several_models_have_is_not_enough(folder: Path) -> None:
    known = known_model("qwen2.5-7b-instruct")
    assert known is not None
    one, other = list(dict.fromkeys(file.quantization for file in known.files if file.parts == 1))[:2]
    first, second = (folder / known.files_of(quantization)[0].name for quantization in (one, other))
    first.write_bytes(b"damaged")
    assert find_one_installed(known.id, folder) == first
    second.write_bytes(b"damaged too, and another model")
    with pytest.raises(UserError) as refused:
        find_one_installed(known.id.upper(), folder)
    assert refused.value.text.id == "error.library.choose"
    choices = str(refused.value.text.fields["choices"]).split(", ")
    assert {find_one_installed(wanted, folder) for wanted in choices} == {first, second}
    assert find_one_installed(f"{known.id}:{other}", folder) == second
    assert find_one_installed(first.name, folder) == first
    assert find_one_installed(str(second), folder) == second


def test_of_two_models_with_one_id_the_paths_are_named(folder: Path, tmp_path: Path) -> None:
    inside, outside = write_model(folder / "small.gguf"), write_model(tmp_path / "small.gguf")
    import_model(outside, folder, copy=False, progress=unheard, cancelled=never)
    with pytest.raises(UserError) as refused:
        find_one_installed("small", folder)
    assert refused.value.text.fields["choices"] == f"{inside}, {outside}"


@pytest.mark.parametrize("wanted", ["x" * 300, f"{'x' * 300}/small.gguf", "small.gguf/below/a/file.gguf", "\0"])
def test_a_name_that_cannot_be_is_a_file_that_is_missing(folder: Path, wanted: str) -> None:
    write_model(folder / "small.gguf")
    with pytest.raises(UserError) as refused:
        model_facts(find_installed(wanted, folder))
    assert refused.value.text.id == "error.file.missing"


def test_the_home_of_nobody_holds_no_model(folder: Path) -> None:
    nobody = "~no-such-user-of-this-computer/small.gguf"
    attempts: tuple[Callable[[], object], ...] = (
        lambda: find_installed(nobody, folder),
        lambda: remove(Path(nobody), folder),
        lambda: import_model(Path(nobody), folder, copy=False, progress=unheard, cancelled=never),
    )
    for attempt in attempts:
        with pytest.raises(UserError) as refused:
            attempt()
        assert refused.value.text == Text("error.file.missing", {"name": "small.gguf"})


def test_a_folder_that_nobody_may_look_into_is_explained(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, really = Path("/closed").absolute(), Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if path.parent == closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return really(path, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)  # the administrator may look everywhere, and runs tests too
    found = find_installed(str(closed / "small.gguf"), folder)
    with pytest.raises(UserError) as refused:
        model_facts(found)
    assert refused.value.text.id == "error.file.no_permission"
