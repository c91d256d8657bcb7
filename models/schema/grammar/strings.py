"""JSON strings as grammars: any, of a length, after a pattern, and names other than some."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from models.schema.grammar.gbnf import EMPTY, NOTHING, Characters, Literal, Node, Rules, choice, sequence
from models.schema.pattern import Edge, Either, Expression, OneOf, Ranges, Row, Times, complement, read_pattern, union

QUOTE = Literal('"')
_MUST_ESCAPE: Ranges = ((0, 0x1F), (0x22, 0x22), (0x5C, 0x5C), (0x7F, 0x7F), (0xD800, 0xDFFF))
"""Characters that do not stand in a JSON string as they are; 0x7F may, but no one means it."""

_HEX = Characters(((0x30, 0x39), (0x41, 0x46), (0x61, 0x66)))
_SHORT_ESCAPES = {0x22: '"', 0x5C: "\\", 0x08: "b", 0x0C: "f", 0x0A: "n", 0x0D: "r", 0x09: "t"}

_MOST_STATES = 1000
"""Places where a match may stand, repetitions written out; llama.cpp may have to follow all of them at a time."""

_COMPARED = 100
"""Characters of a name; all that begins like a longer one is left out."""

FORMATS = {
    "date": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$",
    "time": r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$",
    "date-time": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$",
    "uuid": r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
}
"""Formats of strings that the grammar keeps to. Days after the 28th are left out: not every month has them."""


class Unwritable(ValueError):  # noqa: N818  # no error: the finished text is checked instead
    """The pattern means something that a grammar cannot say."""


class Strings:
    """Makes the grammars of strings; their common rules are made once."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._character: Node | None = None

    def any(self, least: int = 0, most: int | None = None) -> Node:
        """Return strings of `least` to `most` characters."""
        return sequence(QUOTE, self._rules.repeat(self._any_character(), least, most), QUOTE)

    def matching(self, pattern: str) -> Node:
        """Return strings in which the regular expression is found. Raises PatternError, Unwritable."""
        expression = read_pattern(pattern)
        if _states(expression) > _MOST_STATES:
            raise Unwritable
        inside, open_begin, open_end = _without_edges(expression)
        anything = self._rules.repeat(choice(_plain(complement(()))))
        middle = self._said(inside)
        return sequence(QUOTE, anything if open_begin else EMPTY, middle, anything if open_end else EMPTY, QUOTE)

    def name_besides(self, names: Iterable[str]) -> Node:
        """Return strings that are none of `names`."""
        tree = _Branch()
        for name in names:
            branch = tree
            for character in name[:_COMPARED]:
                branch = branch.following.setdefault(ord(character), _Branch())
            branch.is_name = True
            branch.is_cut |= len(name) > _COMPARED
        return sequence(QUOTE, self._beside(tree), QUOTE)

    def _any_character(self) -> Node:
        if self._character is None:
            # Half of a surrogate pair is no character.
            low = sequence(Characters(((0x30, 0x39), (0x41, 0x43), (0x45, 0x46), (0x61, 0x63), (0x65, 0x66))), _HEX)
            pair = sequence(Characters(((0x44, 0x44), (0x64, 0x64))), Characters(((0x30, 0x37),)))
            code = sequence("u", choice(low, pair), _HEX, _HEX)
            short = Characters(union([(ord(mark), ord(mark)) for mark in '"\\/bfnrt']))
            escape = sequence("\\", choice(short, code))
            self._character = self._rules.add(choice(Characters(complement(_MUST_ESCAPE)), escape))
        return self._character

    def _beside(self, branch: "_Branch") -> Node:
        if branch.is_cut:
            return NOTHING
        options: list[Node] = [] if branch.is_name else [EMPTY]
        for code, following in branch.following.items():
            options.append(sequence(_plain(((code, code),)), self._rules.add(self._beside(following))))
        others = complement(union([(code, code) for code in branch.following]))
        options.append(sequence(_plain(others), self._rules.repeat(self._any_character())))
        return choice(*options)

    def _said(self, expression: Expression) -> Node:
        match expression:
            case OneOf(ranges):
                return _plain(ranges)
            case Edge():
                raise Unwritable
            case Row(parts):
                return sequence(*map(self._said, parts))
            case Either(options):
                return choice(*map(self._said, options))
            case Times(item, least, most):
                if _may_be_empty(item):
                    raise Unwritable
                return self._rules.repeat(self._said(item), least, most)


@dataclass
class _Branch:
    """A place in the tree of names: what may follow, whether a name ends here, or goes on further than is compared."""

    following: dict[int, "_Branch"] = field(default_factory=dict)
    is_name: bool = False
    is_cut: bool = False


def _plain(ranges: Ranges) -> Node:
    """Return one character of `ranges` as JSON writes it most shortly; those that need digits are left out."""
    outside = complement(ranges)
    options: list[Node] = []
    if direct := complement(union([*outside, *_MUST_ESCAPE])):
        options.append(Characters(direct))
    short = [
        (ord(mark), ord(mark))
        for code, mark in _SHORT_ESCAPES.items()
        if any(first <= code <= last for first, last in ranges)
    ]
    if short:
        options.append(sequence("\\", Characters(union(short))))
    if not options:
        return NOTHING
    return options[0] if len(options) == 1 else choice(*options)


def _without_edges(expression: Expression) -> tuple[Expression, bool, bool]:
    """Return the expression without `^` and `$` at its ends, and whether the text may go on before and after it."""
    parts = expression.parts if isinstance(expression, Row) else (expression,)
    begin, end = parts[:1] == (Edge(at_end=False),), parts[-1:] == (Edge(at_end=True),)
    return Row(parts[int(begin) : len(parts) - int(end)]), not begin, not end


def _states(expression: Expression) -> int:
    match expression:
        case OneOf() | Edge():
            return 1
        case Row(parts) | Either(parts):
            return sum(map(_states, parts))
        case Times(item, least, most):
            return _states(item) * max(least, most or 1)


def _may_be_empty(expression: Expression) -> bool:
    match expression:
        case OneOf():
            return False
        case Edge():
            return True
        case Row(parts):
            return all(map(_may_be_empty, parts))
        case Either(options):
            return any(map(_may_be_empty, options))
        case Times(item, least, _):
            return least == 0 or _may_be_empty(item)
