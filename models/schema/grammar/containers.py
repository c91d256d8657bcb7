"""Objects, arrays and any JSON at all as grammars, with white space that comes to an end."""

import json
from collections.abc import Sequence as Row
from dataclasses import dataclass

from models.schema.grammar import ranges
from models.schema.grammar.gbnf import EMPTY, NOTHING, Characters, Node, Repeat, Rules, choice, sequence
from models.schema.grammar.strings import Strings

_DEEPEST_INDENT = 20
_BLANK = Characters(((0x09, 0x09), (0x20, 0x20)))


@dataclass(frozen=True)
class Member:
    """A member of an object that the schema names."""

    name: str
    value: Node
    required: bool


@dataclass(frozen=True)
class Others:
    """The members of an object that the schema does not name: their value, and how many there may be."""

    value: Node
    least: int = 0
    most: int | None = None


class Containers:
    """Makes the grammars of what holds values; their common rules are made once."""

    def __init__(self, rules: Rules, strings: Strings) -> None:
        self._rules = rules
        self._strings = strings
        # One space, or a line break and the next line's indent: white space alone could go on for ever.
        indent = sequence("\n", Repeat(_BLANK, 0, _DEEPEST_INDENT))
        self._space = rules.add(choice(EMPTY, " ", indent))
        self._comma = rules.add(sequence(",", self._space))
        self._any: Node | None = None

    def any(self) -> Node:
        """Return any value."""
        if self._any is None:
            rule = self._any = self._rules.reserve()
            text, number = self._rules.add(self._strings.any()), self._rules.add(ranges.NUMBER)
            holder = choice(self.object((), Others(rule)), self.array((), rule))
            self._rules.define(rule, choice(holder, text, number, "true", "false", "null"))
        return self._any

    def array(self, first: Row[Node], rest: Node | None, least: int = 0, most: int | None = None) -> Node:
        """Return arrays that begin with `first`, all of them, and go on with any number of `rest`, if there is one."""
        first = first if most is None else first[:most]
        room = None if most is None else most - len(first)
        if rest is None or room == 0:
            if least > len(first):
                return NOTHING
            items = self._separated(first)
        elif first:
            more = self._rules.repeat(sequence(self._comma, rest), max(0, least - len(first)), room)
            items = sequence(self._separated(first), more)
        else:
            more = self._rules.repeat(
                sequence(self._comma, rest), max(0, least - 1), None if room is None else room - 1
            )
            items = sequence(rest, more)
            if least == 0:
                return sequence("[", self._space, choice(EMPTY, sequence(items, self._space)), "]")
        return sequence("[", self._space, items, self._space, "]")

    def object(self, members: Row[Member], others: Others | None) -> Node:
        """Return objects with these members in this order, then `others`."""
        # What may follow from some member on: where none was written yet, and where a comma is due.
        first, following = self._other_members([member.name for member in members], others)
        for member in reversed(members):
            key = json.dumps(member.name, ensure_ascii=False)
            pair = self._rules.add(sequence(f"{key}:", self._space, member.value))
            with_it = sequence(pair, following), sequence(self._comma, pair, following)
            if member.required:
                first, following = map(self._rules.add, with_it)
            else:
                first, following = (
                    self._rules.add(choice(one, without))
                    for one, without in zip(with_it, (first, following), strict=True)
                )
        return sequence("{", self._space, first, self._space, "}")

    def _separated(self, items: Row[Node]) -> Node:
        parts = [part for item in items for part in (self._comma, item)]
        return sequence(*parts[1:])

    def _other_members(self, names: list[str], others: Others | None) -> tuple[Node, Node]:
        if others is None or others.most == 0:
            return EMPTY, EMPTY
        name = self._strings.name_besides(names) if names else self._strings.any()
        pair = self._rules.add(sequence(name, ":", self._space, others.value))
        least, most = others.least, others.most
        further = sequence(self._comma, pair)
        following = self._rules.repeat(further, least, most)
        one = sequence(pair, self._rules.repeat(further, max(0, least - 1), None if most is None else most - 1))
        return (one if least else choice(one, EMPTY)), following
