"""Finding in an answer what it finally says: the boxed result, the last statement, code, JSON."""

import ast
import json
import re
import warnings

_LIMIT = 200_000
"""Characters of an answer that are looked at, from the end."""

_CODE_LIMIT = 50_000
_JSON_STARTS = 200
_PYTHON = {"", "py", "python", "python3"}
_MARKER = re.compile(
    r"(?:\banswer\b|答案|答[:：]|\btherefore\b|\bthus\b|\bhence\b|因此|所以|综上|\bsolutions?\b|\broots?\b|两?个?(?:解|根)[为是:：])",
    re.IGNORECASE,
)
_FENCE = re.compile(
    r"^[ \t]*(`{3,}|~{3,})[ \t]*([^\n`]{0,40})\n(.*?)(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_TRIAL = re.compile(r"\bcheck(?:ing)?\s*[:：]|\bverif(?:y|ying|ication)\b|验证|检验|验算", re.IGNORECASE)
_BOLD = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_ASIDE = re.compile(r"[(（][^()（）\n]{0,200}[)）]")
_SENTENCE_END = re.compile(r"(?<!\d)\.(?=[\s*]|$)|(?<=\d)\.(?=\s*$|\s+[A-Z])|[。！!？?；;\n]")
_MARKS = " \t\r\n*_`#>\"'「」.。,，:：;；!！?？$"
_LEAD = re.compile(rf"^[{re.escape(_MARKS)}]*(?:(?:is|are)\b|[是为](?=\s*\S))?[{re.escape(_MARKS)}]*")


def boxed(answer: str) -> tuple[str, ...]:
    r"""Return the contents of every `\boxed{}`, in their order; braces inside are balanced."""
    text, results, place = answer[-_LIMIT:], [], 0
    while (start := text.find("\\boxed{", place)) >= 0:
        place = begin = start + len("\\boxed{")
        depth = 1
        while depth and place < len(text):
            depth += {"{": 1, "}": -1}.get(text[place], 0)
            place += 1
        if not depth:
            results.append(text[begin : place - 1])
    return tuple(results)


def final_statement(answer: str, wanted: re.Pattern[str]) -> str:
    """Return the end of an answer that states its result, as far as it has something that is `wanted`.

    That is what follows the last word such as "answer", else the last sentence; asides in brackets and what tries the
    result out are left out.
    """
    whole = answer[-_LIMIT:]
    text = _TRIAL.split(whole, maxsplit=1)[0]
    text = text if wanted.search(text) else whole
    for marker in reversed(tuple(_MARKER.finditer(text))[-20:]):
        said = _SENTENCE_END.split(_LEAD.sub("", text[marker.end() :], count=1), maxsplit=1)[0]
        if wanted.search(said):
            return _without_asides(said, wanted)
    for sentence in reversed(_SENTENCE_END.split(text)):
        for line in reversed(sentence.splitlines()):
            if wanted.search(line):
                return _without_asides(line, wanted)
    return ""


def _without_asides(text: str, wanted: re.Pattern[str]) -> str:
    shorter = _ASIDE.sub(" ", text)
    return shorter if wanted.search(shorter) else text


def bold(answer: str) -> tuple[str, ...]:
    """Return what an answer has in bold."""
    return tuple(match[1] for match in _BOLD.finditer(answer[-_LIMIT:]))


def bare(text: str) -> str:
    """Return a text as it is compared: without capitals, marks around it and doubled spaces."""
    return " ".join(text.strip(_MARKS).casefold().split())


def fences(answer: str) -> tuple[tuple[str, str], ...]:
    """Return language and content of every fenced block; the last one may be open."""
    return tuple((match[2].strip().casefold(), match[3]) for match in _FENCE.finditer(answer[-_LIMIT:]))


def json_text(answer: str) -> str | None:
    """Return the JSON document of an answer: a fenced one, the whole answer, or the first one within it."""
    blocks = fences(answer)
    named = [content for language, content in blocks if language.startswith("json")]
    for text in (*named, *(content for _, content in blocks), answer[-_LIMIT:].strip()):
        if _is_json(text):
            return text
    text, decoder = answer[-_LIMIT:], json.JSONDecoder()
    for start in [match.start() for match in re.finditer(r"[{\[]", text)][:_JSON_STARTS]:
        try:
            _value, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        return text[start:end]
    return None


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def parsed(code: str) -> ast.Module | None:
    """Return the syntax tree of Python code; None where it has none, is too long or too deep."""
    if len(code) > _CODE_LIMIT:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Python thinks of a model's backslashes
            return ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def python_code(answer: str, function: str | None = None) -> str | None:
    """Return the Python code of an answer, None where there is none that parses.

    With `function`, everything up to the last block that defines it: examples of its use after it are left out.
    """
    blocks = [content for language, content in fences(answer) if language.split(" ")[0] in _PYTHON]
    whole = [block for block in blocks if parsed(block) is not None]
    if not blocks and parsed(answer) is not None:
        whole = [answer]
    if function is not None:
        defining = [place for place, block in enumerate(whole) if _defines(block, function)]
        whole = whole[: defining[-1] + 1] if defining else []
    return "\n\n".join(whole) or None


def _defines(code: str, function: str) -> bool:
    tree = parsed(code)
    return tree is not None and any(isinstance(node, ast.FunctionDef) and node.name == function for node in tree.body)
