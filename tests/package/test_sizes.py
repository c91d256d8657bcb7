"""What a package weighs is counted by part, and more than the budget is a failure."""

from pathlib import Path

import pytest

from tools.package.layout import FLAVOURS, runtimes
from tools.package.sizes import MEGABYTE, Budget, budget, over, sizes, table


def write(folder: Path, name: str, size: int) -> None:
    """Write a file of `size` bytes."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(bytes(size))


def test_each_file_is_counted_in_its_part(tmp_path: Path) -> None:
    for number, name in enumerate(
        (
            "tempera",
            "_internal/PySide6/Qt/lib/libQt6Gui.so.6",
            "_internal/libpython3.11.so.1.0",
            "_internal/numpy/_core/x.so",
            "_internal/resources/texts/en.json",
            "_internal/resources/licences/qt6-base.txt",
            "runtimes/cpu/libllama.so",
            "runtimes/cuda13/libcublas.so.13",
            "LICENSE.txt",
            "_internal/yaml/_yaml.so",
        )
    ):
        write(tmp_path, name, 2**number)
    write(tmp_path, "starter/model.gguf", 5000)
    (tmp_path / "tempera-cli").symlink_to("tempera")
    assert sizes(tmp_path) == {
        "modules and programs": 1,
        "Qt": 2,
        "Python": 4,
        "numpy": 8,
        "fonts, texts, tables": 16,
        "licences": 32 + 256,
        "runtimes: cpu": 64,
        "runtimes: cuda13": 128,
        "others": 512,
    }


def test_what_is_over_the_budget_is_said() -> None:
    allowed = Budget(10 * MEGABYTE, {"Qt": 6 * MEGABYTE, "Python": 6 * MEGABYTE})
    assert over({"Qt": 6 * MEGABYTE, "Python": 4 * MEGABYTE}, allowed) == ()
    assert over({"Qt": 7 * MEGABYTE, "Python": 1 * MEGABYTE}, allowed) == ("Qt",)
    heavy = {"Qt": 6 * MEGABYTE, "Python": 5 * MEGABYTE}
    assert over(heavy, allowed) == ("whole",)
    assert over({"something new": 1}, allowed) == ("something new",)
    assert [line.endswith("over") for line in table(heavy, allowed)] == [False, False, True]


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_native_build_of_a_flavour_has_a_budget(flavour: str) -> None:
    assert {f"runtimes: {name}" for name in runtimes(flavour)} <= set(budget(flavour).parts)


def test_the_base_package_may_have_150_megabytes() -> None:
    assert budget("base").whole == 150 * MEGABYTE
