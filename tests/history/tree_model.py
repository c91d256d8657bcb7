"""A tree of messages in plain dictionaries, to compare the history with."""

from models.history import History


class TreeModel:
    """The messages of one conversation, and steps that are made in it and in the history alike."""

    def __init__(self, history: History, conversation: int) -> None:
        self._history = history
        self._conversation = conversation
        self.parents: dict[int, int | None] = {}
        self.hidden: set[int] = set()

    @property
    def leaf(self) -> int | None:
        """The last message that the history shows."""
        return self._history.conversations.get(self._conversation).leaf

    def above(self, message: int) -> int | None:
        """Return the nearest visible message above another one."""
        parent = self.parents[message]
        while parent is not None and parent in self.hidden:
            parent = self.parents[parent]
        return parent

    def siblings(self, message: int) -> list[int]:
        """Return the visible messages that follow what this one follows."""
        visible = (other for other in self.parents if other not in self.hidden)
        return sorted(other for other in visible if self.above(other) == self.above(message))

    def path_to(self, message: int | None) -> list[int]:
        """Return the visible messages down to this one."""
        return [] if message is None else [*self.path_to(self.above(message)), message]

    def under(self, message: int, top: int) -> bool:
        """Say whether a message is `top` or below it."""
        step: int | None = message
        while step is not None and step != top:
            step = self.parents[step]
        return step == top

    def ask(self, _target: int) -> None:
        """Ask at the end of what is shown."""
        leaf = self.leaf
        self.parents[self._history.messages.ask(self._conversation, "q")] = leaf

    def answer(self, target: int) -> None:
        """Answer a message."""
        self.parents[self._history.messages.begin_answer(target)] = target

    def revise(self, target: int) -> None:
        """Put another one beside a message."""
        self.parents[self._history.messages.revise(target, "r")] = self.parents[target]

    def choose(self, target: int) -> None:
        """Show a message, and check what is shown."""
        if target not in self.hidden:
            newest = max(one for one in self.parents if one not in self.hidden and self.under(one, target))
            assert self._history.messages.choose(target) == newest

    def hide(self, target: int) -> None:
        """Hide a message, and check what is shown instead."""
        before = self.leaf
        self._history.messages.hide(target)
        self.hidden.add(target)
        others = self.siblings(target)
        shown = self.leaf
        if before != target:
            assert shown == before
        elif others:
            assert shown is not None
            assert self.under(shown, max((one for one in others if one < target), default=others[0]))
        else:
            assert shown == self.above(target)

    def unhide(self, target: int) -> None:
        """Bring a message back, and check that it is shown."""
        self._history.messages.unhide(target)
        self.hidden.discard(target)
        assert target in self.path_to(self.leaf)

    def check(self) -> None:
        """Compare what is shown."""
        messages = self._history.messages
        leaf = self.leaf
        assert leaf not in self.hidden
        thread = messages.thread(self._conversation)
        assert [message.id for message in thread] == self.path_to(leaf)
        for message in thread[-6:]:
            siblings = self.siblings(message.id)
            assert list(messages.siblings(message.id)) == siblings
            assert (message.sibling_number, message.sibling_count) == (siblings.index(message.id) + 1, len(siblings))
            assert messages.get(message.id) == message
        for message_id in list(self.hidden)[-3:]:
            assert messages.path(message_id)[-1] == messages.get(message_id)
