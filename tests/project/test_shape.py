"""Modules, classes and functions stay small enough to be understood, and each module says what it is for."""

import ast
from collections.abc import Iterator

from tests.project.source import APP, CODE, modules

MODULE_LINES = 400
CLASS_LINES = 250
CLASS_METHODS = 20
FUNCTION_LINES = 60

Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def _definitions() -> Iterator[tuple[str, Definition]]:
    """Yield where and what every class and function of the program is."""
    for module in modules(*APP):
        for node in ast.walk(module.tree):
            if isinstance(node, Definition):
                yield f"{module.path}:{node.lineno} {node.name}", node


def _lines(node: Definition) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _methods(node: ast.ClassDef) -> int:
    return sum(isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) for one in node.body)


def test_modules_are_short() -> None:
    lengths = {str(module.path): len(module.text.splitlines()) for module in modules(*APP)}
    assert {path: lines for path, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_functions_are_short() -> None:
    lengths = {where: _lines(node) for where, node in _definitions() if not isinstance(node, ast.ClassDef)}
    assert {where: lines for where, lines in lengths.items() if lines > FUNCTION_LINES} == {}


def test_classes_are_short() -> None:
    lengths = {where: _lines(node) for where, node in _definitions() if isinstance(node, ast.ClassDef)}
    assert {where: lines for where, lines in lengths.items() if lines > CLASS_LINES} == {}


def test_classes_have_few_methods() -> None:
    counts = {where: _methods(node) for where, node in _definitions() if isinstance(node, ast.ClassDef)}
    assert {where: count for where, count in counts.items() if count > CLASS_METHODS} == {}


def test_every_module_says_its_job_in_a_sentence() -> None:
    first = {str(module.path): _first_paragraph(module.tree) for module in modules(*CODE)}
    assert {path: text for path, text in first.items() if len(text.split()) < 3 or text[-1] not in ".:"} == {}


def _first_paragraph(tree: ast.Module) -> str:
    return (ast.get_docstring(tree) or "").partition("\n\n")[0]
