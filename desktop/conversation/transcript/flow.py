"""All messages, one below the other: where each is, and which of them are laid out."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from PySide6.QtCore import QPointF

from desktop.conversation.transcript.heights import Heights
from desktop.conversation.transcript.item import Item
from desktop.conversation.transcript.layout import Surroundings
from desktop.conversation.transcript.selection import Place, Position
from desktop.conversation.transcript.view import Glance, MessageView
from desktop.conversation.transcript.watchers import Watchers

_EDGE: Final = 24.0  # above the first message and below the last
_KEPT: Final = 40  # messages that stay laid out while they are far from the screen
_LOOKED_AFTER: Final = 10  # messages more that are laid out before looking for those that are far: there are many


class Flow:
    """The messages in their order. Coordinates begin at the top left corner of everything.

    `message_removed` is called with the id of every message that is about to go; `watchers` with that of each message
    that came, went or changed, None for all. `marked` is the first message that
    the model is still told, None where it is told all.
    """

    def __init__(self, around: Surroundings, width: float) -> None:
        self.items: list[Item] = []
        self.marked: int | None = None
        self.around = around
        self.width = width
        self.message_removed: Callable[[int], None] = lambda _: None
        self.watchers = Watchers()
        self._image_word: str = around.say("transcript.image")
        self._numbers: dict[int, int] = {}
        self._heights = Heights()
        self._made = 0  # layouts since those that are far were looked for

    @property
    def height(self) -> float:
        """The height of everything, as far as it is known."""
        return self._heights.total + 2 * _EDGE if self.items else 0.0

    def set_messages(self, views: Iterable[MessageView | Glance]) -> None:
        """Replace everything. Raises ValueError if two messages have the same id."""
        items = [Item(view, self._image_word) for view in views]
        if len({item.id for item in items}) < len(items):
            raise ValueError("two messages have the same id")
        for item in self.items:
            self.message_removed(item.id)
            item.layout = None  # each knows the other: without this both would wait for the garbage collector
        self.items = items
        self.marked = None
        self._renumber()
        self.watchers.tell(None)

    def append(self, view: MessageView) -> Item:
        """Add a message at the end. Raises ValueError if its id is already there."""
        if view.id in self._numbers:
            raise ValueError(f"there is already a message {view.id}")
        item = Item(view, self._image_word)
        self._numbers[view.id] = len(self.items)
        self.items.append(item)
        self._heights.append(item.height(self.around, self.width))
        self.watchers.tell(view.id)
        return item

    def remove(self, number: int) -> None:
        """Take a message out."""
        message = self.items[number].id
        self.message_removed(message)
        del self.items[number]
        self._renumber()
        self.watchers.tell(message)

    def replace(self, number: int, view: MessageView) -> Item:
        """Show another state of a message; its thinking stays folded or unfolded."""
        item = Item(view, self._image_word)
        item.unfolded = self.items[number].unfolded and item.has_thinking
        item.marked_below = self.items[number].marked_below
        item.reserved = self.items[number].reserved
        item.code_views = self.items[number].code_views
        self.items[number] = item
        self._renumber()
        self.watchers.tell(view.id)
        return item

    def _renumber(self) -> None:
        self._numbers = {item.id: number for number, item in enumerate(self.items)}
        self._heights = Heights(item.height(self.around, self.width) for item in self.items)

    def number(self, message: int) -> int:
        """Return the number of the message with an id. Raises KeyError for an unknown one."""
        return self._numbers[message]

    def knows(self, message: int) -> bool:
        """Return whether there is a message with this id."""
        return message in self._numbers

    def place(self, position: Position) -> Place:
        """Return a position in reading order. Raises KeyError for a message that is not there."""
        return Place(self._numbers[position.message], *position[1:])

    def top(self, number: int) -> float:
        """Return where message `number` begins."""
        return self._heights.top(number) + _EDGE

    def number_at(self, y: float) -> int:
        """Return the number of the message at `y`, the nearest where there is none. Raises IndexError if empty."""
        return self._heights.at(y - _EDGE)

    def between(self, top: float, bottom: float) -> Iterator[int]:
        """Yield the numbers of the messages that touch the space from `top` to `bottom`."""
        number = self.number_at(top) if self.items else 0
        while number < len(self.items) and self.top(number) < bottom:
            yield number
            number += 1

    def inside(self, number: int, point: QPointF) -> QPointF:
        """Return `point` in the coordinates of message `number`."""
        return point - QPointF(0.0, self.top(number))

    def lay_out(self, top: float, bottom: float) -> bool:
        """Lay out what is between `top` and `bottom`; return whether anything was missing."""
        made = False
        for number in self.between(top, bottom):
            item = self.items[number]
            if item.layout is None:
                made = True
                self._made += 1
            layout = item.lay_out(self.around, self.width)
            made |= layout.lay_out(top - self.top(number), bottom - self.top(number))
            self.measure(number)
        return made

    def lay_out_whole(self, number: int) -> None:
        """Lay out all of one message."""
        layout = self.items[number].lay_out(self.around, self.width)
        layout.lay_out(0.0, float("inf"))
        self.measure(number)

    def measure(self, number: int) -> None:
        """Take over the height of a message whose layout changed."""
        self._heights.set(number, self.items[number].height(self.around, self.width))

    def forget_far(self, top: float, bottom: float) -> None:
        """Free the layouts of messages far from the space between `top` and `bottom`; their heights stay known."""
        if self._made < _LOOKED_AFTER:
            return
        self._made = 0
        laid_out = [number for number, item in enumerate(self.items) if item.layout is not None]
        if len(laid_out) <= 2 * _KEPT:
            return
        near = set(self.between(top - (bottom - top), bottom + (bottom - top)))
        for number in laid_out:
            if number not in near and not self.items[number].view.streaming:
                self.items[number].forget_layout()

    def set_width(self, width: float) -> None:
        """Drop all layouts, for another width; the heights of what is far from the screen stay as a guess."""
        self.width = width
        for item in self.items:
            item.layout = None

    def begin_anew(self, around: Surroundings) -> None:
        """Drop all layouts, for another look or language; known heights stay as a guess."""
        word = around.say("transcript.image")
        for item in self.items:
            item.layout = None
            if word != self._image_word:
                item.read_anew(word)
        self.around = around
        if word != self._image_word:
            self._image_word = word
            self.watchers.tell(None)
