"""What a process loads: the window's stays light, and what is behind it runs without Qt."""

import ast
import subprocess
import sys

from tests.project.source import APP, ROOT, Module, modules

HEAVY = {"gguf", "httpx2", "huggingface_hub", "keyring", "llama_cpp", "numpy"}
QT = {"PySide6", "shiboken6"}
PROCESSES = (
    "models.bench.peers.completion_program",
    "models.downloads.worker",
    "models.engine.__main__",
    "models.engine.worker",
    "models.sandbox.linux.__main__",
)
"""Modules that only processes of their own load."""
FOR_ANOTHER_SYSTEM = (
    ("models.system.posix", "models.sandbox.linux")
    if sys.platform == "win32"
    else ("models.system.windows", "models.sandbox.windows")
)


def _loaded_by(*names: str) -> set[str]:
    """Return the top-level names of the modules that a new Python has loaded after importing `names`."""
    program = f"import sys, {', '.join(names)}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def _names(folder: str, *, without: tuple[str, ...] = ()) -> list[str]:
    left_out = (*without, *FOR_ANOTHER_SYSTEM)
    return [module.name for module in modules(folder) if not module.name.startswith(left_out)]


def test_models_load_neither_qt_nor_the_heavy_libraries() -> None:
    assert _loaded_by(*_names("models", without=PROCESSES)) & (HEAVY | QT) == set()


def test_models_load_without_qt_in_their_own_processes_too() -> None:
    assert _loaded_by("models.engine.worker", "models.downloads.worker") & QT == set()


def test_window_loads_none_of_the_heavy_libraries() -> None:
    assert _loaded_by(*_names("desktop")) & HEAVY == set()


def test_window_waits_for_its_first_code_block_before_it_loads_pygments() -> None:
    assert "pygments" not in _loaded_by("desktop.app")


def test_window_waits_for_its_first_formula_before_it_loads_what_sets_formulas() -> None:
    assert not {"ziamath", "ziafont", "latex2mathml"} & _loaded_by("desktop.app")


def test_commands_load_no_qt() -> None:
    assert _loaded_by("desktop.__main__") & QT == set()


def test_rooms_are_entered_by_their_door() -> None:
    deep = {
        str(module.path): sorted(name for name in _imported(module) if _is_behind_another_door(name, module.name))
        for module in modules(*APP)
    }
    assert {path: names for path, names in deep.items() if names} == {}


def test_whether_this_is_a_package_is_asked_of_the_interpreter_in_one_place() -> None:
    words = {module.path.as_posix(): _texts(module) for module in modules(*APP)}
    assert [path for path, texts in words.items() if "frozen" in texts] == ["models/installation.py"]


def _texts(module: Module) -> set[object]:
    return {node.value for node in ast.walk(module.tree) if isinstance(node, ast.Constant)}


def _is_behind_another_door(name: str, importer: str) -> bool:
    """Say whether `name` lies inside a room (`models.files`, `desktop.theme`) that is not the importer's own."""
    room = name.split(".")[:2]
    return name.count(".") > 1 and room != importer.split(".")[:2]


def _imported(module: Module) -> set[str]:
    names = set[str]()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
        elif isinstance(node, ast.Import):
            names.update(one.name for one in node.names)
    return {name for name in names if name.split(".")[0] in APP}
