"""What the shape of an answer shows: steps, a boxed result, and what the syntax tree of its Python code has."""

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterator

from models.errors import Text
from models.lab.checks.finding import boxed, parsed, python_code
from models.lab.checks.results import found
from models.lab.checks.values import Finding
from models.lab.tasks.check_values import Demand, Shape

_STEP = re.compile(
    r"^[ \t]*(?:[#*_>-][ \t]*)*(?:step[ \t]*\d+|\d{1,2}[ \t]*[.)、:：][ \t]*\S|[(（]\d{1,2}[)）]"
    r"|第[一二三四五六七八九十\d]+步|步骤"
    r"|first\b|second\b|next\b|then\b|finally\b|首先|其次|然后|接着|最后)",
    re.IGNORECASE | re.MULTILINE,
)
_EQUATION = re.compile(r"^(?=.*[\d\w}]\s*=).*$", re.MULTILINE)
_STEPS = 2
_TEXT_MAKERS = {"str", "repr", "format", "ascii", "bin", "oct", "hex"}

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def check_shape(check: Shape, answer: str) -> Finding:
    """Say which demands an answer meets; the reason names those it does not."""
    code = python_code(answer)
    tree = parsed(code) if code is not None else None
    met = [_meets(demand, answer, code or "", tree) for demand in check.demands]
    score = sum(met) / len(met) if met else 1.0
    if all(met):
        return found(passed=True, reason=Text("lab.finding.shape"))
    missing = next(demand for demand, one in zip(check.demands, met, strict=True) if not one)
    return found(passed=False, reason=Text(f"lab.demand.{missing.value}.missing"), score=score)


def _meets(demand: Demand, answer: str, code: str, tree: ast.Module | None) -> bool:
    if demand is Demand.STEPS:
        return max(len(_STEP.findall(answer)), len(_EQUATION.findall(answer))) >= _STEPS
    if demand is Demand.BOXED:
        return bool(boxed(answer))
    if demand is Demand.COMMENTS:
        return tree is not None and (_has_comment(code) or any(map(ast.get_docstring, _documented(tree))))
    return tree is not None and _OF_TREE[demand](tree)


def _functions(tree: ast.Module) -> Iterator[_Function]:
    return (node for node in ast.walk(tree) if isinstance(node, _Function))


def _documented(tree: ast.Module) -> list[ast.Module | ast.ClassDef | _Function]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | _Function)]


def _has_type_hints(tree: ast.Module) -> bool:
    functions = [node for node in _functions(tree) if node.name != "main"]
    return bool(functions) and all(node.returns is not None and all(_hinted(node)) for node in functions)


def _hinted(node: _Function) -> Iterator[bool]:
    arguments = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    return (item.annotation is not None for item in arguments if item.arg not in {"self", "cls"})


def _handles_empty_input(tree: ast.Module) -> bool:
    """Say whether a function asks if one of its arguments is empty, missing or too short."""
    for function in _functions(tree):
        names = {item.arg for item in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)}
        tests = [node.test for node in ast.walk(function) if isinstance(node, ast.If | ast.IfExp)]
        if any(_asks_whether_empty(part, names) for test in tests for part in ast.walk(test)):
            return True
    return False


def _asks_whether_empty(node: ast.AST, names: set[str]) -> bool:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return _is_about(node.operand, names)
    if not isinstance(node, ast.Compare) or not _is_about(node.left, names):
        return False
    right = node.comparators[0]
    empty = isinstance(right, ast.List | ast.Tuple) and not right.elts
    sized = isinstance(node.left, ast.Call) and isinstance(right, ast.Constant) and isinstance(right.value, int)
    return empty or sized or (isinstance(right, ast.Constant) and right.value in {None, ""})


def _is_about(node: ast.expr, names: set[str]) -> bool:
    """Say whether an expression is an argument, its length or its text without spaces."""
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len" and node.args:
        return _is_about(node.args[0], names)
    method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strip"
    return method and _is_about(node.func.value, names)  # type: ignore[attr-defined]  # `method` says so


def _makes_no_text(tree: ast.Module) -> bool:
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = any(isinstance(item, ast.Name) and item.id in _TEXT_MAKERS for item in calls)
    return not named and not any(isinstance(node, ast.JoinedStr) for node in ast.walk(tree))


def _has_comment(code: str) -> bool:
    try:
        return any(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(io.StringIO(code).readline))
    except (tokenize.TokenError, SyntaxError):
        return False


def _parses(_tree: ast.Module) -> bool:
    return True


_OF_TREE: dict[Demand, Callable[[ast.Module], bool]] = {
    Demand.CODE_PARSES: _parses,
    Demand.TYPE_HINTS: _has_type_hints,
    Demand.EMPTY_INPUT: _handles_empty_input,
    Demand.NO_TEXT_CONVERSION: _makes_no_text,
}
