# ruff: noqa: N802 - Qt calls the methods of the interfaces by its own names
"""The transcript as screen readers meet it: a list of messages, each with its text and its controls.

The surface paints for itself, so the tree is told to Qt by interfaces of our own.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QAccessibleInterface,
)

from desktop.conversation.transcript.accessible.parts import MarkNode, MessageNode, Root, take_back
from desktop.conversation.transcript.surface import Surface

_installed: list[Callable[[str, QObject], QAccessibleInterface | None]] = []


def install_accessibility() -> None:
    """Tell Qt, once, who makes the interface of a surface."""
    if not _installed:
        _installed.append(_make)
        QAccessible.installFactory(_make)


def tell_messages_changed(surface: Surface) -> None:
    """Tell screen readers that messages came or went."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(surface, QAccessible.Event.ObjectReorder))


def _make(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    return TranscriptNode(thing) if isinstance(thing, Surface) else None


class TranscriptNode(Root):
    """The list of messages, with the mark between what the model is told and what it is not."""

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface)
        self._mark: MarkNode | None = None
        self._nodes: dict[int, MessageNode] = {}
        surface.stage.flow.message_removed = self.forget
        surface.focus_.moved.connect(self._on_focus_moved)
        surface.destroyed.connect(self.forget_all)

    def childCount(self) -> int:
        """Return the number of messages, with the mark."""
        flow = self.surface.stage.flow
        return len(flow.items) + (flow.marked is not None)

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return a message, or the mark."""
        flow = self.surface.stage.flow
        if flow.marked is not None:
            mark = flow.number(flow.marked)
            if index == mark:
                return self.mark()
            index -= index > mark
        return self.node(flow.items[index].id) if 0 <= index < len(flow.items) else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the number of a message or the mark, -1 for what is neither."""
        flow = self.surface.stage.flow
        mark = len(flow.items) if flow.marked is None else flow.number(flow.marked)
        if isinstance(child, MarkNode) and flow.marked is not None:
            return mark
        if not isinstance(child, MessageNode) or not flow.knows(child.message):
            return -1
        number = flow.number(child.message)
        return number + (number >= mark)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the message at a point of the display, or the mark."""
        stage = self.surface.stage
        point = self.surface.viewport().mapFromGlobal(QPointF(x, y))
        if not stage.flow.items or not self.surface.viewport().rect().contains(point.toPoint()):
            return None
        if stage.flow.marked is not None and self.mark().rect().contains(x, y):
            return self.mark()
        return self.node(stage.flow.items[stage.flow.number_at(stage.content(point).y())].id)

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the message or control with the focus."""
        focused = self.surface.stage.attention.focused
        if focused is None or not self.surface.hasFocus() or not self.surface.stage.flow.knows(focused.message):
            return None
        return self.node(focused.message).part(focused)

    def node(self, message: int) -> MessageNode:
        """Return the interface of a message."""
        if message not in self._nodes:
            self._nodes[message] = MessageNode(self, message)
        return self._nodes[message]

    def mark(self) -> MarkNode:
        """Return the interface of the mark."""
        if self._mark is None:
            self._mark = MarkNode(self)
        return self._mark

    def forget(self, message: int) -> None:
        """Take back the interfaces of a message that is gone."""
        node = self._nodes.pop(message, None)
        if node is not None:
            node.forget_parts()
            take_back(node)

    def forget_all(self) -> None:
        """Take back all interfaces."""
        for message in list(self._nodes):
            self.forget(message)
        if self._mark is not None:
            take_back(self._mark)
            self._mark = None

    def _on_focus_moved(self) -> None:
        node = self.focusChild()
        if node is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(node, QAccessible.Event.Focus))
