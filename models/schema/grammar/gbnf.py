"""Grammars as llama.cpp reads them (GBNF): their parts, and what must be known of one before llama.cpp gets it.

llama.cpp writes repetitions out, follows the leftmost rules of a grammar along every path, and ends the process where
its stacks run dry: a grammar is measured here first.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

MAX_RULES = 4000
MAX_SIZE = 200_000
"""Parts, repetitions written out."""

MAX_PATHS = 2000
"""Ways through the rules that a rule may begin with: llama.cpp keeps a stack for each and compares them all."""

MAX_ALL_PATHS = 4_000_000
"""The same for all rules together: llama.cpp follows each way to look for rules that begin with themselves."""

MAX_REPEATS = 1000
"""llama.cpp refuses a grammar that repeats a rule 2,000 times."""

_MAX_PASSES = 64


class GrammarError(ValueError):
    """The grammar cannot be used."""


class EndlessError(GrammarError):
    """A rule begins with itself, or no text that ends obeys the grammar."""


class TooComplexError(GrammarError):
    """The grammar is larger than what llama.cpp can follow in time."""


@dataclass(frozen=True)
class Literal:
    """This very text."""

    text: str


@dataclass(frozen=True)
class Characters:
    """One character of these ranges of code points, first and last."""

    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Sequence:
    """Parts one after the other; without parts the empty text."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Choice:
    """One of several; without options nothing at all, not even the empty text."""

    options: tuple["Node", ...]


@dataclass(frozen=True)
class Rule:
    """What the rule of this name says."""

    name: str


@dataclass(frozen=True)
class Repeat:
    """A rule or a character, `least` to `most` times; None: any number of times."""

    item: Rule | Characters
    least: int
    most: int | None


Node = Literal | Characters | Sequence | Choice | Rule | Repeat

EMPTY = Sequence(())
NOTHING = Choice(())


def sequence(*parts: Node | str) -> Node:
    """Return parts one after the other; texts are literals."""
    return Sequence(tuple(Literal(part) if isinstance(part, str) else part for part in parts))


def choice(*options: Node | str) -> Node:
    """Return one of several; texts are literals."""
    return Choice(tuple(Literal(option) if isinstance(option, str) else option for option in options))


class Rules:
    """The rules of a grammar while it is built; `root` is where it begins."""

    def __init__(self) -> None:
        self._rules: dict[str, Node] = {}
        self._count = 0

    def reserve(self) -> Rule:
        """Return a rule to be defined later. Raises TooComplexError where there are too many."""
        self._count += 1
        if self._count > MAX_RULES:
            raise TooComplexError
        return Rule(f"r{self._count}")

    def define(self, rule: Rule, node: Node) -> Rule:
        """Say what `rule` stands for."""
        self._rules[rule.name] = node
        return rule

    def add(self, node: Node) -> Rule:
        """Return a new rule that stands for `node`, or the rule that `node` is."""
        return node if isinstance(node, Rule) else self.define(self.reserve(), node)

    def repeat(self, node: Node, least: int = 0, most: int | None = None) -> Node:
        """Return `node` that many times."""
        if most == 0:
            return EMPTY
        item = node if isinstance(node, Characters) else self.add(node)
        return Repeat(item, min(least, MAX_REPEATS), most if most is None or most <= MAX_REPEATS else None)

    def optional(self, node: Node) -> Node:
        """Return `node` or nothing."""
        return choice(node, EMPTY)

    def text(self, root: Node) -> str:
        """Return the grammar as llama.cpp reads it. Raises GrammarError where it cannot be used."""
        self.define(Rule("root"), root)
        rules = self._productive()
        _check_size(rules)
        _check_left(rules)
        return "\n".join(f"{name} ::= {_written(node)}" for name, node in rules.items()) + "\n"

    def _productive(self) -> dict[str, Node]:
        """Return the rules without the options that no text can obey."""
        alive = _fixed_point(self._rules, _is_productive)
        if "root" not in alive:
            raise EndlessError
        return {name: _pruned(node, alive) for name, node in self._rules.items() if name in alive}


def references(node: Node) -> Iterator[str]:
    """Yield the names of all rules in `node`."""
    match node:
        case Rule(name):
            yield name
        case Repeat(item=Rule(name)):
            yield name
        case Sequence(parts) | Choice(parts):
            for part in parts:
                yield from references(part)
        case Literal() | Characters() | Repeat():
            return


def _fixed_point(rules: dict[str, Node], holds: Callable[[Node, set[str]], bool]) -> set[str]:
    """Return the names of the rules of which `holds` can be shown from the others."""
    known: set[str] = set()
    waiting = list(rules)
    for _ in range(_MAX_PASSES):
        waiting.reverse()  # rules stand mostly behind those that they use, or before them
        before = len(known)
        for name in waiting:
            if holds(rules[name], known):
                known.add(name)
        if len(known) == before:
            return known
        waiting = [name for name in waiting if name not in known]
    raise TooComplexError


def _is_productive(node: Node, alive: set[str]) -> bool:
    match node:
        case Rule(name):
            return name in alive
        case Repeat(item, least, _):
            return least == 0 or _is_productive(item, alive)
        case Sequence(parts):
            return all(_is_productive(part, alive) for part in parts)
        case Choice(options):
            return any(_is_productive(option, alive) for option in options)
        case Literal() | Characters():
            return True


def _pruned(node: Node, alive: set[str]) -> Node:
    match node:
        case Choice(options):
            return Choice(tuple(_pruned(option, alive) for option in options if _is_productive(option, alive)))
        case Sequence(parts):
            return Sequence(tuple(_pruned(part, alive) for part in parts))
        case Repeat(item, 0, _) if not _is_productive(item, alive):
            return EMPTY
        case _:
            return node


def _may_be_empty(node: Node, empty: set[str]) -> bool:
    match node:
        case Rule(name):
            return name in empty
        case Repeat(item, least, _):
            return least == 0 or _may_be_empty(item, empty)
        case Sequence(parts):
            return all(_may_be_empty(part, empty) for part in parts)
        case Choice(options):
            return any(_may_be_empty(option, empty) for option in options)
        case Literal(text):
            return not text
        case Characters():
            return False


def _check_size(rules: dict[str, Node]) -> None:
    if sum(map(_size, rules.values())) > MAX_SIZE:
        raise TooComplexError


def _size(node: Node) -> int:
    match node:
        case Sequence(parts) | Choice(parts):
            return 1 + sum(map(_size, parts))
        case Repeat(_, least, most):
            return max(least, most or 1)
        case Literal(text):
            return len(text)
        case Characters(ranges):
            return len(ranges)
        case Rule():
            return 1


def _check_left(rules: dict[str, Node]) -> None:
    """Count the paths that llama.cpp follows to find rules that begin with themselves; raise where one does."""
    empty = _fixed_point(rules, _may_be_empty)
    begins = {name: list(_leftmost(node, empty)) for name, node in rules.items()}
    if any(isinstance(item, Rule) and item.name in empty for node in rules.values() for item in _repeated(node)):
        raise EndlessError  # nothing, over and over
    paths: dict[str, int] = {}
    for name in rules:
        _count_paths(name, begins, paths)
    if sum(paths.values()) > MAX_ALL_PATHS:
        raise TooComplexError


def _count_paths(start: str, begins: dict[str, list[str]], paths: dict[str, int]) -> None:
    """Put the number of paths from `start` and from all that it leads to into `paths`."""
    open_rules: dict[str, int] = {}  # and how many of its beginnings were looked at
    stack = [start] if start not in paths else []
    while stack:
        name = stack[-1]
        index = open_rules.setdefault(name, 0)
        if index == len(begins[name]):
            paths[name] = 1 + sum(paths[following] for following in begins[name])
            if paths[name] > MAX_PATHS:
                raise TooComplexError
            del open_rules[name]
            stack.pop()
            continue
        open_rules[name] += 1
        following = begins[name][index]
        if following in open_rules:
            raise EndlessError
        if following not in paths:
            stack.append(following)


def _leftmost(node: Node, empty: set[str]) -> Iterator[str]:
    """Yield the rules that a text of `node` may begin with."""
    match node:
        case Sequence(parts):
            for part in parts:
                yield from _leftmost(part, empty)
                if not _may_be_empty(part, empty):
                    return
        case Choice(options):
            for option in options:
                yield from _leftmost(option, empty)
        case _:
            yield from references(node)


def _repeated(node: Node) -> Iterator[Rule | Characters]:
    match node:
        case Repeat(item, _, _):
            yield item
        case Sequence(parts) | Choice(parts):
            for part in parts:
                yield from _repeated(part)
        case Literal() | Characters() | Rule():
            return


def _written(node: Node) -> str:
    match node:
        case Literal(text):
            return f'"{"".join(map(_escaped, text))}"'
        case Characters(ranges):
            return f"[{''.join(_range(first, last) for first, last in ranges)}]"
        case Rule(name):
            return name
        case Sequence(parts):
            return " ".join(map(_grouped, parts)) or '""'
        case Choice(options):
            return " | ".join(map(_written, options))
        case Repeat(item, least, most):
            return f"{_written(item)}{_times(least, most)}"


def _grouped(node: Node) -> str:
    return f"({_written(node)})" if isinstance(node, Choice) else _written(node)


def _times(least: int, most: int | None) -> str:
    return {(0, None): "*", (1, None): "+", (0, 1): "?"}.get(
        (least, most), f"{{{least},{'' if most is None else most}}}"
    )


def _range(first: int, last: int) -> str:
    return _code(first) if first == last else f"{_code(first)}-{_code(last)}"


def _code(point: int) -> str:
    return f"\\U{point:08X}"


def _escaped(character: str) -> str:
    plain = character.isascii() and character.isprintable() and character not in '"\\'
    return character if plain else _code(ord(character))
