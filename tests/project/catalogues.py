"""The text catalogues, and where the program and its data files use which text."""

import ast
import json
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from models.texts import LANGUAGES
from tests.project.source import APP, ROOT, modules

TEXTS = ROOT / "resources" / "texts"
FILE_ENDINGS = ("gguf", "json", "jsonl", "log", "md", "part", "png", "py", "qss", "sqlite3", "svg", "toml", "txt")
IDENTIFIER = re.compile(r"[a-z][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+")
NOT_FIELDS = {"details"}
"""Keywords of `user_error` and its like that are no fields of the text."""


@dataclass(frozen=True)
class Call:
    """A call that gives a text its fields, both written out."""

    where: str
    text: str
    fields: frozenset[str]


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the texts of one language. Raises ValueError where an id stands in it twice."""

    def unique(pairs: list[tuple[str, str]]) -> dict[str, str]:
        texts = dict(pairs)
        if len(texts) != len(pairs):
            raise ValueError(f"{language}.json has an id twice")
        return texts

    texts: dict[str, str] = json.loads((TEXTS / f"{language}.json").read_text("utf-8"), object_pairs_hook=unique)
    return texts


def fields(text: str) -> frozenset[str]:
    """Return the names of the fields in a text. Raises ValueError where its braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def identifiers() -> Iterator[tuple[str, str]]:
    """Yield where and what everything is, in code and data, that looks like the id of a text."""
    for module in modules(*APP):
        docstrings = {id(node) for node in _docstrings(module.tree)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield from _checked(f"{module.path}:{node.lineno}", node.value)
    for path in (ROOT / "resources").rglob("*.json"):
        if TEXTS not in path.parents:
            for value in _strings(json.loads(path.read_text("utf-8"))):
                yield from _checked(str(path.relative_to(ROOT)), value)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield where and what the f-strings are that make the id of a text from its parts."""
    for module in modules(*APP):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.JoinedStr):
                parts = [_pattern(part) for part in node.values]
                if _starts_like_an_id(node):
                    yield f"{module.path}:{node.lineno}", re.compile("".join(parts))


def calls() -> Iterator[Call]:
    """Yield the calls whose first argument is the id of a text and whose fields are written out."""
    for module in modules(*APP):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and node.args:
                names = _field_names(node)
                if names is not None:
                    for text in _choices(node.args[0]):
                        yield Call(f"{module.path}:{node.lineno}", text, names)


def _namespaces() -> frozenset[str]:
    return frozenset(name.partition(".")[0] for name in catalogue(LANGUAGES[0]))


def _checked(where: str, value: str) -> Iterator[tuple[str, str]]:
    namespace, _, rest = value.partition(".")
    is_file = rest.rpartition(".")[2] in FILE_ENDINGS
    looks_like_one = IDENTIFIER.fullmatch(value) and namespace in _namespaces() and not is_file
    if value in catalogue(LANGUAGES[0]) or looks_like_one:
        yield where, value


def _starts_like_an_id(node: ast.JoinedStr) -> bool:
    first = node.values[0]
    if not (isinstance(first, ast.Constant) and isinstance(first.value, str)):
        return False
    namespace, dot, _ = first.value.partition(".")
    whole = "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return bool(dot) and namespace in _namespaces() and IDENTIFIER.fullmatch(whole) is not None


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[A-Za-z0-9_.]+"


def _choices(argument: ast.expr) -> Iterator[str]:
    """Yield the ids an argument may be: one that is written out, or the two of a conditional expression."""
    if isinstance(argument, ast.IfExp):
        yield from _choices(argument.body)
        yield from _choices(argument.orelse)
    elif isinstance(argument, ast.Constant) and argument.value in catalogue(LANGUAGES[0]):
        yield str(argument.value)


def _field_names(call: ast.Call) -> frozenset[str] | None:
    """Return the names of the fields in `say("id", a=1)` or `Text("id", {"a": 1})`, None where they are not literal."""
    names: set[str] = set()
    for argument in call.args[1:]:
        if isinstance(argument, ast.Dict):
            keys = [key.value for key in argument.keys if isinstance(key, ast.Constant)]
            if len(keys) < len(argument.keys):
                return None
            names |= {str(key) for key in keys}
        elif isinstance(argument, ast.Starred):
            return None
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        names.add(keyword.arg)
    return frozenset(names - NOT_FIELDS)


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
                yield child.value


def _strings(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from (key, *_strings(value))
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
