# ruff: noqa: N802 - Qt calls the methods of the interfaces by its own names
"""The messages of the transcript and their parts as screen readers meet them.

They are made when they are asked for. Qt keeps a pointer to each: it must be given to `take_back`, never just dropped.
"""

from typing import cast

from PySide6.QtCore import QObject, QRect, QRectF
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import Shiboken

from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.controls import ControlKind
from desktop.conversation.transcript.input import description_of, name_of
from desktop.conversation.transcript.layout import MarkBox, is_enabled
from desktop.conversation.transcript.surface import Surface
from models.markdown import LINE_BREAK, plain_text


class Root(QAccessibleWidget):
    """The list that everything here belongs to."""

    def __init__(self, surface: Surface) -> None:
        super().__init__(surface, QAccessible.Role.List)
        self.surface = surface


class Node(QAccessibleInterface):
    """What the messages and their parts have in common."""

    def __init__(self, root: Root, target: Target) -> None:
        super().__init__()
        self.root = root
        self.target = target
        self._press = _Press(self)

    @property
    def message(self) -> int:
        """The id of the message it belongs to."""
        return self.target.message

    def isValid(self) -> bool:
        """Return whether it is still on the surface."""
        return Shiboken.isValid(self.root.surface) and self.root.surface.stage.flow.knows(self.message)

    def object(self) -> QObject | None:  # type: ignore[override]
        """Return None: there is no object behind it."""
        return None

    def window(self) -> QWindow:
        """Return the window it is in."""
        return self.root.window()

    def content_rect(self) -> QRectF:
        """Return where it is, in content coordinates."""
        return self.root.surface.stage.rect(self.target)

    def rect(self) -> QRect:
        """Return where it is on the display."""
        surface = self.root.surface
        rect = self.content_rect().translated(0.0, -surface.stage.reading.scroll)
        corner = surface.viewport().mapToGlobal(rect.topLeft())
        return QRectF(corner, rect.size()).toAlignedRect()

    def state(self) -> QAccessible.State:
        """Return what can be done with it."""
        stage = self.root.surface.stage
        state = QAccessible.State()
        state.focusable = bool(self.actions())
        state.focused = stage.attention.focused == self.target and self.root.surface.hasFocus()
        rect = self.content_rect().translated(0.0, -stage.reading.scroll)
        state.offscreen = rect.bottom() <= 0.0 or rect.top() >= stage.reading.screen
        return state

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Nothing can be changed."""

    def childCount(self) -> int:
        """Return the number of its parts."""
        return 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]  # noqa: ARG002
        """Return one of its parts."""
        return None

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return the part at a point of the display."""
        # A message's text is all over it, behind the controls.
        parts = (self.child(index) for index in reversed(range(self.childCount())))
        return next((part for part in parts if part is not None and part.rect().contains(x, y)), None)

    def indexOfChild(self, child: QAccessibleInterface) -> int:  # noqa: ARG002 - there are none
        """Return the number of a part, -1 for what is none."""
        return -1

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        """Return the interface of a kind.

        The stubs say int; what the binding takes is the object itself, and for none a null pointer: on None it crashes.
        """
        if kind is QAccessible.InterfaceType.ActionInterface:
            return cast("int", self._press)
        return cast("int", Shiboken.VoidPtr(0))

    def actions(self) -> list[str]:
        """Return the names of what can be done."""
        return [QAccessibleActionInterface.setFocusAction()]

    def act(self, name: str) -> None:
        """Do one of `actions`."""
        surface = self.root.surface
        if name == QAccessibleActionInterface.setFocusAction():
            surface.setFocus()
            surface.focus_.go(self.target)
        else:
            surface.actions_.activate(self.target)


class _Press(QAccessibleActionInterface):
    """The actions of a node; Qt wants them in an object of their own."""

    def __init__(self, node: Node) -> None:
        super().__init__()
        self._node = node

    def actionNames(self) -> list[str]:
        """Return what can be done."""
        return self._node.actions()

    def doAction(self, name: str) -> None:
        """Do it."""
        self._node.act(name)

    def keyBindingsForAction(self, name: str) -> list[str]:  # noqa: ARG002 - no action has keys of its own
        """Return its keys."""
        return []


class MessageNode(Node):
    """One message: its text, then its controls."""

    def __init__(self, root: Root, message: int) -> None:
        super().__init__(root, Target(message))
        self._text = _TextNode(self)
        self._parts: dict[Target, _ControlNode] = {}

    def parent(self) -> QAccessibleInterface:
        """Return the list."""
        return self.root

    def role(self) -> QAccessible.Role:
        """Return what it is."""
        return QAccessible.Role.ListItem

    def text(self, kind: QAccessible.Text) -> str:
        """Return who speaks as the name, and the text as the value."""
        stage = self.root.surface.stage
        view = stage.item(self.message).view
        match kind:
            case QAccessible.Text.Name:
                return stage.flow.around.say("transcript.assistant" if view.is_answer else "transcript.you")
            case QAccessible.Text.Value | QAccessible.Text.Description:
                return self.plain()
            case _:
                return ""

    def plain(self) -> str:
        """Return the text without marks, the notice under it included."""
        item = self.root.surface.stage.item(self.message)
        blocks = [block for section in item.sections() for block in item.passage(section).blocks]
        texts = [plain_text(block).replace(LINE_BREAK, "\n") for block in blocks]
        return "\n".join([*texts, item.view.note] if item.view.note else texts)

    def childCount(self) -> int:
        """Return the number of its parts."""
        return 1 + len(list(self.root.surface.stage.item(self.message).controls()))

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        """Return its text, or one of its controls."""
        controls = list(self.root.surface.stage.item(self.message).controls())
        if index == 0:
            return self._text
        return self.part(Target(self.message, controls[index - 1])) if 0 < index <= len(controls) else None

    def part(self, target: Target) -> Node:
        """Return the interface of one of its controls, or its own."""
        if target.control is None:
            return self
        if target not in self._parts:
            self._parts[target] = _ControlNode(self, target)
        return self._parts[target]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """Return the number of a part, -1 for what is none."""
        if child is self._text:
            return 0
        controls = list(self.root.surface.stage.item(self.message).controls())
        target = child.target if isinstance(child, _ControlNode) else None
        found = target is not None and target.message == self.message and target.control in controls
        return 1 + controls.index(target.control) if found and target and target.control else -1

    def forget_parts(self) -> None:
        """Take back the interfaces of its parts."""
        for part in (self._text, *self._parts.values()):
            take_back(part)
        self._parts.clear()


class MarkNode(Node):
    """The line between what the model is no longer told and what it still is."""

    def __init__(self, root: Root) -> None:
        super().__init__(root, Target(0))

    def isValid(self) -> bool:
        """Return whether it is on the surface."""
        return Shiboken.isValid(self.root.surface) and self.root.surface.stage.flow.marked is not None

    def parent(self) -> QAccessibleInterface:
        """Return the list."""
        return self.root

    def role(self) -> QAccessible.Role:
        """Return what it is."""
        return QAccessible.Role.StaticText

    def text(self, kind: QAccessible.Text) -> str:
        """Return what it says as the name."""
        flow = self.root.surface.stage.flow
        return MarkBox(flow.around, flow.width).words if kind is QAccessible.Text.Name else ""

    def content_rect(self) -> QRectF:
        """Return where it is, in content coordinates; empty where it is not."""
        flow = self.root.surface.stage.flow
        if flow.marked is None:
            return QRectF()
        height = MarkBox(flow.around, flow.width).height
        return QRectF(0.0, flow.top(flow.number(flow.marked)) - height, flow.width, height)

    def actions(self) -> list[str]:
        """Return nothing: it only says something."""
        return []


class _TextNode(Node):
    """What a message says."""

    def __init__(self, owner: MessageNode) -> None:
        super().__init__(owner.root, owner.target)
        self._owner = owner

    def parent(self) -> QAccessibleInterface:
        """Return the message."""
        return self._owner

    def role(self) -> QAccessible.Role:
        """Return what it is."""
        return QAccessible.Role.StaticText

    def text(self, kind: QAccessible.Text) -> str:
        """Return the text as the name."""
        return self._owner.plain() if kind is QAccessible.Text.Name else ""


class _ControlNode(Node):
    """A button or link of a message."""

    def __init__(self, owner: MessageNode, target: Target) -> None:
        super().__init__(owner.root, target)
        self._owner = owner

    def parent(self) -> QAccessibleInterface:
        """Return the message."""
        return self._owner

    def role(self) -> QAccessible.Role:
        """Return what it is."""
        is_link = self.target.control is not None and self.target.control.is_link
        return QAccessible.Role.Link if is_link else QAccessible.Role.Button

    def text(self, kind: QAccessible.Text) -> str:
        """Return its name and its description."""
        surface = self.root.surface
        match kind:
            case QAccessible.Text.Name:
                return name_of(surface.stage, self.target)
            case QAccessible.Text.Description:
                return description_of(surface.stage, surface.actions_, self.target)
            case _:
                return ""

    def state(self) -> QAccessible.State:
        """Return what can be done with it."""
        state = super().state()
        item = self.root.surface.stage.item(self.message)
        control = self.target.control
        if control is not None and control.kind in {ControlKind.THINKING, ControlKind.FOLD_CODE}:
            is_code = control.kind is ControlKind.FOLD_CODE
            unfolded = item.code_view(control.section, control.block).unfolded if is_code else item.unfolded
            state.expandable = True
            state.expanded = unfolded
            state.collapsed = not unfolded
        if control is not None and control.kind is ControlKind.WRAP_CODE:
            state.checkable = True
            state.checked = item.code_view(control.section, control.block).wrapped
        state.disabled = control is not None and not is_enabled(control, item.view)
        return state

    def actions(self) -> list[str]:
        """Return the names of what can be done."""
        return [QAccessibleActionInterface.pressAction(), *super().actions()]


def take_back(node: QAccessibleInterface) -> None:
    """Let Qt forget an interface."""
    QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(node))
