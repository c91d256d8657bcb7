"""The conversations of the long run: what was said in each, and when an old one is deleted for a new one."""

import random
from dataclasses import dataclass, field

from models.engine import ChatMessage, Role

_MOST_MESSAGES = 12


@dataclass
class Talk:
    """One conversation, by the name under which the engine keeps its state."""

    name: str
    messages: list[ChatMessage] = field(default_factory=list)

    def with_question(self, text: str) -> tuple[ChatMessage, ...]:
        """Return the prompt of a question."""
        return (*self.messages, ChatMessage(Role.USER, text))

    def take(self, question: str, answer: str) -> None:
        """Remember an exchange; one without an answer is none."""
        if answer.strip():
            self.messages += (ChatMessage(Role.USER, question), ChatMessage(Role.ASSISTANT, answer))


class Talks:
    """A few conversations at a time; one that grew long makes room for a new one."""

    def __init__(self, chance: random.Random, *, count: int) -> None:
        self._chance = chance
        self._made = 0
        self._talks = [self._new() for _ in range(count)]

    def pick(self) -> Talk:
        """Return any of them."""
        return self._chance.choice(self._talks)

    def other_than(self, talk: Talk) -> Talk:
        """Return another one."""
        return self._chance.choice([one for one in self._talks if one is not talk])

    def replace_long(self) -> tuple[str, ...]:
        """Put new conversations in the place of long ones and return the names of those."""
        long = [talk for talk in self._talks if len(talk.messages) > _MOST_MESSAGES]
        self._talks = [self._new() if talk in long else talk for talk in self._talks]
        return tuple(talk.name for talk in long)

    def _new(self) -> Talk:
        self._made += 1
        return Talk(f"talk {self._made}")
