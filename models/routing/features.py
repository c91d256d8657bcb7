"""The features of a question: which of its properties a linear model weighs, as numbers of buckets."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from models.routing.request import Question

BUCKETS = 1 << 15
"""How many weights each kind of task has; features share a bucket where their hashes meet."""

_TOKEN = re.compile(r"[a-z][a-z'+#.-]*[a-z+#]|[a-z]|\d+(?:[.,]\d+)*|[^\x00-\x7f]|[^\s\w]")
_ASCII_WORD = re.compile(r"[a-z]")
_LONGEST_PHRASE = 4
_PART = 4
_MATH_SIGNS = re.compile(r"[=+*/^√∫∑π≤≥²³°×÷<>]|\\frac|\\int|\\sum|\\sqrt|\$[^$]+\$|\d[a-z]\b|\b[a-z]\s?[=<>]")
_POINTS = re.compile(r"\d+\s*(?:分|points?\b|marks?\b)|/\s?\d+\b|\bout of \d+")
_JSON_SHAPE = re.compile(r"\{\s*[\"']|\[\s*[\"'{\[]")
_ROWS = re.compile(r"^[^,\n]+(?:,[^,\n]+){2,}$", re.MULTILINE)
_ANSWER_LABEL = re.compile(
    r"(?:答案|回答|作答|解答|答|answer|response|solution|译文|submission|submitted|proof|证明)\s*:|学生|student"
)
_QUESTION_LABEL = re.compile(r"(?:题目|问题|题|问|question|prompt|task|exercise|作业要求|problem|q)\s*\d*\s*:")
_FIRST_PERSON = re.compile(r"\b(?:i|my|me|i'm|im|we|our)\b|我|咱|俺")
_SECOND_PERSON = re.compile(r"\byou\b|\byour\b|你|您")


@dataclass(frozen=True)
class Features:
    """The buckets of a question's features, by where they were found; no bucket comes twice in one part."""

    request: tuple[int, ...]
    body: tuple[int, ...]
    signs: tuple[int, ...]


class Reader:
    """Reads the features of questions, with a lexicon that tells the class of words and phrases."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        self._classes = classes

    def read(self, question: Question) -> Features:
        """Return the features of a question."""
        tokens = _TOKEN.findall(question.request)
        return Features(
            request=_buckets("r", _grams(tokens)),
            body=_buckets("b", _words(question.body)),
            signs=_buckets("s", (*self._lexical(tokens), *_structure(question))),
        )

    def _lexical(self, tokens: list[str]) -> Iterator[str]:
        """Yield the classes of the words in their order: each, the first ones, and what follows what."""
        found = self._found(tokens)
        seen = list(dict.fromkeys(found))
        yield f"first {' '.join(seen[:1])}"
        yield f"start {' '.join(seen[:2])}"
        yield f"begin {' '.join(seen[:3])}"
        yield f"last {' '.join(found[-1:])}"
        yield f"end {' '.join(found[-2:])}"
        yield from seen
        for place, earlier in enumerate(seen):
            for later in seen[place + 1 :]:
                yield f"{earlier} .. {later}"
                yield f"both {min(earlier, later)} {max(earlier, later)}"
        for one, other in pairwise(found):
            yield f"{one} > {other}"
        if not found:
            yield "nothing known"

    def _found(self, tokens: list[str]) -> list[str]:
        """Return the classes of the longest known phrases, from the beginning to the end."""
        found: list[str] = []
        place = 0
        while place < len(tokens):
            for length in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
                kind = self._class(tokens[place : place + length])
                if kind is not None:
                    found.append(kind)
                    place += length
                    break
            else:
                place += 1
        return found

    def _class(self, phrase: list[str]) -> str | None:
        spaced = " ".join(phrase) if _ASCII_WORD.match(phrase[0]) else "".join(phrase)
        return self._classes.get(spaced)


def _grams(tokens: list[str]) -> Iterator[str]:
    """Yield runs of up to four Chinese characters, words, pairs and triples of words, and the inside of words."""
    bounded = ["^", *tokens[:400], "$"]
    for place, token in enumerate(bounded):
        if _ASCII_WORD.match(token):
            yield token
            yield from _inside(token)
            yield " ".join(bounded[place : place + 2])
            yield " ".join(bounded[place : place + 3])
            continue
        shown = "0" if token[0].isdigit() else token
        yield shown
        run = shown
        for following in bounded[place + 1 : place + 4]:
            run += "0" if following[0].isdigit() else f" {following} " if _ASCII_WORD.match(following) else following
            yield run


def _inside(word: str) -> Iterator[str]:
    """Yield parts of a word, so that a misspelt one is still known."""
    marked = f"<{word}>"
    if len(word) >= _PART:
        for place in range(len(marked) - _PART + 1):
            yield f"~{marked[place : place + _PART]}"


def _words(body: str) -> Iterator[str]:
    tokens = _TOKEN.findall(body)[:300]
    for place, token in enumerate(tokens):
        shown = "0" if token[0].isdigit() else token
        yield shown
        if place + 1 < len(tokens):
            yield f"{shown} {tokens[place + 1]}"


def _structure(question: Question) -> Iterator[str]:
    """Yield what the shape of a question tells."""
    request, body = question.request, question.body
    whole = f"{request}\n{body}"
    yield f"request {_size(len(request))}"
    yield f"body {_size(len(body))}"
    yield f"lines {_size(question.lines)}"
    yield f"code {_share(question.code_lines, question.lines)}"
    yield f"digits {_size(sum(letter.isdigit() for letter in request))}"
    yield f"all digits {_size(sum(letter.isdigit() for letter in whole))}"
    yield f"signs {_size(len(_MATH_SIGNS.findall(request)))}"
    yield f"all signs {_size(len(_MATH_SIGNS.findall(whole)))}"
    yield f"chinese {_share(sum(letter > '⺀' for letter in request), len(request))}"
    signs = {
        "fenced": question.fenced,
        "asks": request.rstrip().endswith(("?", "吗", "呢", "么")),
        "asks somewhere": "?" in request,
        "colon": request.rstrip().endswith(":") or ":\n" in request,
        "quoted": "◊" in request,
        "points": _POINTS.search(whole) is not None,
        "json": _JSON_SHAPE.search(whole) is not None,
        "rows": _ROWS.search(body) is not None,
        "answer": _ANSWER_LABEL.search(whole) is not None,
        "question": _QUESTION_LABEL.search(whole) is not None,
        "first person": _FIRST_PERSON.search(request) is not None,
        "second person": _SECOND_PERSON.search(request) is not None,
    }
    here = [name for name, is_so in signs.items() if is_so]
    yield from here
    for place, one in enumerate(here):
        for other in here[place + 1 :]:
            yield f"{one} & {other}"
    if "answer" in here:
        yield f"answer, digits {_size(sum(letter.isdigit() for letter in whole))}"


def _size(count: int) -> int:
    """Return the size of a number: 0, 1, 2 for 2 and 3, 3 for 4 to 7, and so on."""
    return min(count.bit_length(), 10)


def _share(part: int, whole: int) -> int:
    return round(4 * part / whole) if whole else 0


def _buckets(part: str, names: Iterable[str]) -> tuple[int, ...]:
    seed = crc32(part.encode())
    return tuple({crc32(name.encode("utf-8", "replace"), seed) % BUCKETS for name in names})
