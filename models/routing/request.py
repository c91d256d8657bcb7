"""Finds the request in a question: what is asked, apart from what it is asked about."""

import re
from dataclasses import dataclass

_FENCE = re.compile(r"```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)", re.DOTALL)
_QUOTED = re.compile(r'"[^"\n]{2,600}"|《[^》\n]{1,60}》|`[^`\n]+`')
_MARK = " ◊ "
"""Stands in a request for what was quoted there."""

_SENTENCE_END = re.compile(r"(?<=[?!:;.])(?=\s|[^\x00-\x7f])|(?<=[^\x00-\x7f][.,;:?!])")
_CODE_LINE = re.compile(
    r"[{};]\s*$"
    r"|^\s*(?:def |class |import |from \w+ import|#include|public |private |const |let |var |func |fn |return\b"
    r"|select\b.*\bfrom\b|insert into|update \w+ set|for\s*\(|if\s*\(|while\s*\(|@\w+|</?\w+|//|\$ |>>> )"
    r"|=>|\w\(.*\)\s*[:;{]?$"
    r"|^\s*[\w.\[\]]+\s*[-+*/]?=\s*\S"
)
_ASKING = re.compile(
    r"请|帮|麻烦|把|将|怎么|如何|为什么|什么|吗|翻译|总结|概括|改写|写|解释|提取|输出|打分|评分|判断|检查|计算|求"
    r"|\b(?:please|pls|can you|could you|translat|summar|explain|rewrite|write|fix|why|how|what|grade|score|check|mark"
    r"|extract|convert|return|tl;?dr|list|solve|find|shorten|condense|give|turn|make|is (?:this|it)|does)"
)
_SHORT = 160
_CALL = 40
"""A last line or sentence of no more characters than this is taken for a request whatever it says."""

_WORTH_PARTING = 20
"""What follows a colon is parted from the request in front of it where it has so many characters."""

_LONGEST_LINE = 240
_NEAR = 1000
"""A request stands in the first or in the last so many characters of a long line."""

_LONGEST_REQUEST = 480
_LONGEST_BODY = 480


@dataclass(frozen=True)
class Question:
    """A folded question in its parts.

    `request` is what is asked, bounded, with a mark where something was quoted; `body` is a bounded sample of what it
    is asked about, empty where there is nothing; `code_lines` and `lines` count the lines that look like a program's
    and all; `fenced` tells of a code fence.
    """

    request: str
    body: str
    lines: int
    code_lines: int
    fenced: bool


def find_request(folded: str) -> Question:
    """Return the parts of a folded question."""
    bodies = [match.group() for match in _FENCE.finditer(folded)]
    fenced = bool(bodies)
    lines = [line.strip() for line in _FENCE.sub("\n", folded).split("\n") if line.strip()]
    code = [bool(_CODE_LINE.search(line[:_LONGEST_LINE])) for line in lines]
    asking: list[str] = []
    for line in _askers(lines, code):
        head, rest = _head_of(lines[line])
        asking.append(head)
        bodies.append(rest)
    asked = set(_askers(lines, code))
    bodies.extend(line for number, line in enumerate(lines) if number not in asked)
    request = "\n".join(asking)
    bodies.extend(match.group() for match in _QUOTED.finditer(request))
    request = _QUOTED.sub(_MARK, request)
    if not any(letter.isalnum() for letter in request):
        request = folded
    fenced_lines = sum(part.count("\n") for part in bodies if fenced and part.startswith(("```", "~~~")))
    return Question(
        request=_bounded(request, _LONGEST_REQUEST),
        body=_bounded("\n".join(part for part in bodies if part.strip()), _LONGEST_BODY),
        lines=len(lines) + fenced_lines,
        code_lines=sum(code) + fenced_lines,
        fenced=fenced,
    )


def _askers(lines: list[str], code: list[bool]) -> list[int]:
    """Return the numbers of the lines that ask: the first and the last, and short ones with a word of asking."""
    plain = [number for number in range(len(lines)) if not code[number]]
    if not plain:
        return list(range(len(lines)))[:1]
    near = plain[1:4] + plain[-4:]
    asking = {number for number in near if len(lines[number]) <= _SHORT and _ASKING.search(lines[number])}
    last = {plain[-1]} if len(lines[plain[-1]]) <= _CALL else set()
    return sorted({plain[0]} | asking | last)


def _head_of(line: str) -> tuple[str, str]:
    """Part a long line into the sentences that may ask, the first and the last, and the rest."""
    head, colon, rest = line.partition(":")
    if colon and len(head) <= _SHORT and len(rest) >= _WORTH_PARTING and _ASKING.search(head):
        last = _SENTENCE_END.split(rest.rstrip())[-1][-_SHORT:]
        asks = len(last) < len(rest) // 2 and _ASKING.search(last)
        return (f"{head}:\n{last}" if asks else f"{head}:"), rest
    if len(line) <= _SHORT:
        return line, ""
    seen = line if len(line) <= 2 * _NEAR else f"{line[:_NEAR]} {line[-_NEAR:]}"
    sentences = [part for part in _SENTENCE_END.split(seen) if part.strip()]
    if len(sentences) == 1:
        return f"{line[:_SHORT]} {line[-_SHORT // 2 :]}", line
    first, last = sentences[0], sentences[-1]
    if len(last) > _SHORT or not (len(last) <= _CALL or _ASKING.search(last)):
        return first[:_LONGEST_LINE], " ".join(sentences[1:])
    return f"{first[:_LONGEST_LINE]}\n{last}", " ".join(sentences[1:-1])


def _bounded(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest * 2 // 3]}\n{text[-longest // 3 :]}"
