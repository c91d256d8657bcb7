"""Whether brackets are balanced, for languages that there is no parser for.

What is not closed reaches to the end of its line, or of the text where it may span lines, so that each character is
looked at a bounded number of times.
"""

import re
from collections.abc import Mapping

_BLOCK = r'"""(?:\\.|[^\\])*?(?:"""|\Z)'
_DOUBLE = r'"(?:\\.|[^"\\\n])*"?'
_SINGLE = r"(?<!\w)'(?:\\.|[^'\\\n])*'?"  # not behind a letter or a digit: don't, 1'000
_TEMPLATE = r"`(?:\\.|[^`\\])*`?"
_SLASHES = r"(?<!:)//[^\n]*"  # not those of an address
_STARS = r"/\*.*?(?:\*/|\Z)"
_REGEX = r"(?<=[(,=:!&|?;\s])/(?![*/\s])(?:\\.|[^/\\\n]){1,200}/"
_SQL = r'"(?:""|[^"])*"?|' + r"'(?:''|[^'])*'?"
_PAIRS = {")": "(", "]": "[", "}": "{"}

_LIKE_C = "c c++ cpp cc h hpp dart go golang groovy java kotlin kt objective-c objc proto protobuf scala swift"
_LIKE_JAVASCRIPT = "javascript js json5 jsonc jsx ts tsx typescript"
_LIKE_CSS = "css less scss"
_LIKE_PYTHON = "python py python3 py3 yaml yml toml"


def _pattern(*kinds: str) -> re.Pattern[str]:
    return re.compile("|".join((*kinds, r"[()\[\]{}]")), re.DOTALL)


def _patterns() -> Mapping[str, re.Pattern[str]]:
    like_c = _pattern(_BLOCK, _DOUBLE, _SINGLE, _SLASHES, _STARS)
    javascript = _pattern(_DOUBLE, _SINGLE, _TEMPLATE, _SLASHES, _STARS, _REGEX)
    python = _pattern(_BLOCK, _BLOCK.replace('"', "'"), _DOUBLE, _DOUBLE.replace('"', "'"), r"#[^\n]*")
    return {
        **dict.fromkeys(_LIKE_C.split(), like_c),
        **dict.fromkeys(_LIKE_JAVASCRIPT.split(), javascript),
        **dict.fromkeys(_LIKE_CSS.split(), _pattern(_DOUBLE, _SINGLE, _STARS)),
        **dict.fromkeys(_LIKE_PYTHON.split(), python),
        **dict.fromkeys(
            ("cs", "csharp", "c#"), _pattern(r'@"(?:""|[^"])*"?', _BLOCK, _DOUBLE, _SINGLE, _SLASHES, _STARS)
        ),
        # A single quote may begin a lifetime.
        **dict.fromkeys(("rust", "rs"), _pattern(_DOUBLE, r"'(?:\\.|[^'\\\n])'", _SLASHES, _STARS)),
        "sql": _pattern(_SQL, r"--[^\n]*", _STARS),
        "lua": _pattern(_DOUBLE, _SINGLE, r"--\[\[.*?(?:\]\]|\Z)", r"--[^\n]*"),
    }


_PATTERNS = _patterns()


def fault_in_brackets(text: str, language: str) -> bool:
    """Say whether brackets of a text are not balanced outside its strings and comments.

    Languages in which that need not be so, such as those of shells, and unknown ones have no such fault.
    """
    pattern = _PATTERNS.get(language)
    if pattern is None:
        return False
    open_ones: list[str] = []
    for match in pattern.finditer(text):
        mark = match.group()
        if mark in ("(", "[", "{"):
            open_ones.append(mark)
        elif mark in _PAIRS and (not open_ones or open_ones.pop() != _PAIRS[mark]):
            return True
    return bool(open_ones)
