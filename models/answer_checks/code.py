"""Whether a code block can be read by a parser of its language, none of it being run."""

import ast
import warnings

from models.answer_checks.brackets import fault_in_brackets
from models.answer_checks.fences import CodeBlock
from models.answer_checks.json_text import are_json_lines, is_json
from models.errors import Text
from models.settings import read_toml

_PYTHON = frozenset({"python", "py", "python3", "py3"})
_YAML = frozenset({"yaml", "yml"})
_JSON_LINES = frozenset({"jsonl", "ndjson"})

_MOST_PYTHON = 32_768
_MOST_MARKUP = 16_384
"""Characters. Beyond them only brackets are counted: parsers of longer texts take too long for a window that waits."""

_DEEPEST_YAML = 200
"""Collections within each other. What is deeper takes time that grows with the square, and nobody writes it."""


def fault_of_code(block: CodeBlock) -> Text | None:
    """Return why a code block cannot be what it says it is, None where it can."""
    if not block.closed:
        return Text("check.fence")
    name = _display_name(block.language)
    if block.language in _PYTHON and len(block.text) <= _MOST_PYTHON:
        return None if _is_python(block.text) else Text("check.code.parse", {"language": name})
    if not _parses(block):
        return Text("check.code.parse", {"language": name})
    if fault_in_brackets(block.text, block.language):
        return Text("check.code.brackets", {"language": name})
    return None


def _parses(block: CodeBlock) -> bool:
    """Say whether a data format can be read; other languages count as such."""
    text, language = block.text, block.language
    if language == "json":
        return is_json(text)
    if language in _JSON_LINES:
        return are_json_lines(text)
    if len(text) > _MOST_MARKUP:
        return True
    if language == "toml":
        return _is_toml(text)
    return _is_yaml(text) if language in _YAML else True


def _is_python(text: str) -> bool:
    """Say whether a text is Python, or what an interactive Python prints."""
    if text.lstrip().startswith(">>>"):
        return True
    try:
        # Warnings of the parser, such as one about an unknown escape, are no news; as errors they would be a verdict.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<answer>", "exec", ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except (SyntaxError, ValueError):  # ValueError: a null character, half a character
        return False
    except (RecursionError, MemoryError, OverflowError):  # deeper than the parser goes: nothing is known
        return True
    return True


def _is_toml(text: str) -> bool:
    try:
        read_toml(text)
    except RecursionError:
        return True
    except ValueError:
        return False
    return True


def _is_yaml(text: str) -> bool:
    import yaml  # type: ignore[import-untyped]  # seldom needed

    try:
        # Events alone: no values are made, so that no reference multiplies anything.
        depth = 0
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST_YAML:
                return True
    except (yaml.YAMLError, ValueError):
        return False
    except RecursionError:
        return True
    return True


def _display_name(language: str) -> str:
    known = {"json": "JSON", "jsonl": "JSON", "ndjson": "JSON", "toml": "TOML", "sql": "SQL", "css": "CSS"}
    if language in _PYTHON:
        return "Python"
    return "YAML" if language in _YAML else known.get(language, language)
